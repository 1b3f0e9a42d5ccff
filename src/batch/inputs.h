// Which documents a command line means.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "batch/path_pattern.h"

namespace dehusk {

/// One file to be read: a document, or what holds many.
struct Input {
  std::string path;  ///< "-" for standard input
  std::string name;  ///< below an output folder: a file's own name, or its path below the folder
                     ///< that was the operand
  bool in_folder = false;  ///< it was found, not named
  std::string url = {};  ///< that its path stands for; "" for none
};

struct Inputs {
  std::vector<Input> found;         ///< operands in their order, files of a folder by path
  std::vector<std::string> faults;  ///< "path: message" of what could not be listed
};

/// What a command line says of its inputs.
struct InputQuery {
  std::vector<std::string> operands;  ///< none, and no list: standard input
  bool recursive = false;
  NameFilter filter;                  ///< of what is found in folders
  std::string left_out;               ///< a folder that is not gone into: where the outputs go
  std::string files_from;             ///< a file that lists more of them; "-" for standard input
  bool zeros = false;                 ///< it ends each with a NUL, not with a line
  std::string url_pattern;            ///< see url_from_path()
};

/// Expands operands: files as they are, folders into the files below them where `recursive` is set
/// (hidden ones left out).
Inputs list_inputs(const InputQuery& query);

/// Keeps of inputs that are one file, by links or by ways to write its path, the first.
void drop_same_files(Inputs* inputs);

/// The sizes of all inputs together; 0 where one of them has none, as a pipe. One look at each.
uint64_t total_bytes(std::span<const Input> inputs);

}  // namespace dehusk
