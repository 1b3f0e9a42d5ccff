// Packs rules/**/*.toml and rules/model/*.model for the binary: pack RULES.bin TEXTS.bin DATA.cc ROOT FILE... where the
// messages' paths are those of the files below ROOT, and DATA.cc takes the two packs into the binary.
// Run by the build; faults in a built-in rule end it.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "rule/check.h"
#include "rule/pack.h"
#include "rule/rule_set.h"
#include "rule/toml_reader.h"

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool write_file(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  return out.good();
}

// A source file that the assembler fills from the packs. It names a hash of them: when they change,
// so does the file, and the build compiles it again.
struct Blob {
  std::string name;  // of its symbols
  std::string path;
  std::string bytes;
};

std::string data_source(const std::vector<Blob>& blobs) {
  const auto section = [](const std::string& name, const std::string& path) {
    return "    \".global dehusk_" + name + "_begin\\ndehusk_" + name + "_begin:\\n\"\n" +
           "    \".incbin \\\"" + std::filesystem::absolute(path).string() + "\\\"\\n\"\n" +
           "    \".global dehusk_" + name + "_end\\ndehusk_" + name + "_end:\\n.byte 0\\n\"\n";
  };
  std::string all;
  std::string sections;
  for (const Blob& blob : blobs) {
    all += blob.bytes;
    sections += section(blob.name, blob.path);
  }
  return "// Made by the build. Packs " + std::to_string(std::hash<std::string>{}(all)) +
         "\nasm(\".section .rodata\\n\"\n" + sections + "    \".text\\n\");\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  namespace fs = std::filesystem;
  const fs::path root = fs::canonical(argv[4]);
  std::vector<dehusk::RuleText> texts;
  std::vector<dehusk::RuleFile> files;
  std::vector<std::string> sources;
  dehusk::Diagnostics faults;
  std::vector<Blob> blobs;
  for (int i = 5; i < argc; ++i) {
    const std::string text = read_file(argv[i]);
    if (fs::path(argv[i]).extension() == ".model") {
      blobs.push_back({fs::path(argv[i]).stem().string() + "_model", argv[i], text});
      continue;
    }
    const std::string path = fs::canonical(argv[i]).lexically_relative(root).string();
    texts.push_back({path, text});
    files.push_back(dehusk::read_rule_file(path, text, &faults));
    sources.push_back(text);
  }
  dehusk::check_rule_files(files, sources, dehusk::CheckDepth::errors, &faults);
  for (const dehusk::Diagnostic& fault : faults) std::cerr << dehusk::format_diagnostic(fault);
  if (dehusk::has_errors(faults)) return 1;
  const dehusk::RuleSet rules(std::move(files));  // fills the keys
  std::vector<dehusk::RuleFile> packed = rules.files();
  for (dehusk::RuleFile& file : packed) {
    file.builtin = true;
    file.tests.clear();
  }
  const std::string rules_bytes = dehusk::pack_rules(packed);
  const std::string text_bytes = dehusk::pack_texts(texts);
  blobs.push_back({"rules", argv[1], rules_bytes});
  blobs.push_back({"texts", argv[2], text_bytes});
  const bool written = write_file(argv[1], rules_bytes) && write_file(argv[2], text_bytes) &&
                       write_file(argv[3], data_source(blobs));
  return written ? 0 : 1;
}
