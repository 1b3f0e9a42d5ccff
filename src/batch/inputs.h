// Which documents a command line means.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dehusk {

/// One document to be cleaned.
struct Input {
  std::string path;  ///< "-" for standard input
  std::string name;  ///< below an output folder: a file's own name, or its path below the folder
                     ///< that was the operand
};

struct Inputs {
  std::vector<Input> found;         ///< operands in their order, files of a folder by path
  std::vector<std::string> faults;  ///< "path: message" of what could not be listed
};

/// Expands operands: files as they are, folders into the files below them where `recursive` is set
/// (hidden ones left out). No operands are standard input.
Inputs list_inputs(const std::vector<std::string>& operands, bool recursive);

/// Keeps of inputs that are one file, by links or by ways to write its path, the first.
void drop_same_files(Inputs* inputs);

/// The sizes of all inputs together; 0 where one of them has none, as a pipe. One look at each.
uint64_t total_bytes(const Inputs& inputs);

}  // namespace dehusk
