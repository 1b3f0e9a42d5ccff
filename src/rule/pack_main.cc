// Packs rules/**/*.toml for the binary: pack RULES.bin TEXTS.bin ROOT FILE... where the messages'
// paths are those of the files below ROOT. Run by the build; faults in a built-in rule end it.
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

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  namespace fs = std::filesystem;
  const fs::path root = fs::canonical(argv[3]);
  std::vector<dehusk::RuleText> texts;
  std::vector<dehusk::RuleFile> files;
  std::vector<std::string> sources;
  dehusk::Diagnostics faults;
  for (int i = 4; i < argc; ++i) {
    const std::string text = read_file(argv[i]);
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
  const bool written = write_file(argv[1], dehusk::pack_rules(packed)) &&
                       write_file(argv[2], dehusk::pack_texts(texts));
  return written ? 0 : 1;
}
