// The extension module dehusk._native, the home of pybind11: Python's objects to and from Engine's. What
// users see is made of it in dehusk/*.py; dehusk/_native.pyi says the types.
//
//   bytes        borrowed while it is cleaned: nobody can change them
//   ASCII str    borrowed too: CPython holds them as UTF-8
//   other str    encoded once; a lone surrogate, which no encoding has, becomes U+FFFD and is counted
//
// The GIL is free while a document is cleaned.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "python/engine.h"

namespace py = pybind11;

namespace dehusk {
namespace {

// Becomes dehusk.Error.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

py::object checked(PyObject* made) {
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

// A document's bytes; of a str, its UTF-8. Borrowed from the object or held.
class Source {
 public:
  explicit Source(py::handle document) {
    if (PyBytes_Check(document.ptr())) {
      view_ = {PyBytes_AS_STRING(document.ptr()), static_cast<size_t>(PyBytes_GET_SIZE(document.ptr()))};
    } else if (PyUnicode_Check(document.ptr())) {
      encoded_ = Encoded::utf8;
      encode(document.ptr());
    } else {
      throw py::type_error("a document is str or bytes, not " + std::string(Py_TYPE(document.ptr())->tp_name));
    }
  }

  std::string_view view() const { return view_; }
  Encoded encoded() const { return encoded_; }
  uint64_t replaced() const { return replaced_; }  ///< lone surrogates

 private:
  void encode(PyObject* text) {
    if (PyUnicode_IS_COMPACT_ASCII(text)) {
      view_ = {static_cast<const char*>(PyUnicode_DATA(text)), static_cast<size_t>(PyUnicode_GET_LENGTH(text))};
      return;
    }
    // Not PyUnicode_AsUTF8: it would keep a second copy for as long as the str lives.
    PyObject* bytes = PyUnicode_AsUTF8String(text);
    const bool sound = bytes != nullptr;
    if (!sound) {
      if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) throw py::error_already_set();
      PyErr_Clear();
      bytes = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    }
    held_ = checked(bytes);
    if (!sound) replace_surrogates(PyBytes_AS_STRING(bytes), static_cast<size_t>(PyBytes_GET_SIZE(bytes)));
    view_ = {PyBytes_AS_STRING(bytes), static_cast<size_t>(PyBytes_GET_SIZE(bytes))};
  }

  // A surrogate is ED A0..BF and a third byte; ED begins a character wherever it stands.
  void replace_surrogates(char* text, size_t size) {
    for (size_t i = 0; i + 2 < size; ++i) {
      if (static_cast<uint8_t>(text[i]) != 0xED || static_cast<uint8_t>(text[i + 1]) < 0xA0) continue;
      std::memcpy(text + i, "\xEF\xBF\xBD", 3);
      ++replaced_;
    }
  }

  py::object held_;
  std::string_view view_;
  Encoded encoded_ = Encoded::somehow;
  uint64_t replaced_ = 0;
};

// A str, or None: a URL, a Content-Type.
class OptionalText {
 public:
  explicit OptionalText(py::handle value) {
    if (value.is_none()) return;
    if (!PyUnicode_Check(value.ptr())) {
      throw py::type_error("url and content_type are str or None, not " + std::string(Py_TYPE(value.ptr())->tp_name));
    }
    source_.emplace(value);
  }
  std::string_view view() const { return source_ ? source_->view() : std::string_view(); }

 private:
  std::optional<Source> source_;
};

py::object text_of(std::string_view text) {
  return checked(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "replace"));
}

py::object or_none(std::string_view text) { return text.empty() ? py::none() : text_of(text); }

py::tuple texts_of(const std::vector<std::string>& texts) {
  py::tuple out(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) out[i] = text_of(texts[i]);
  return out;
}

py::tuple stats_of(const Cleaned& cleaned) {
  const CleanStats& stats = cleaned.stats;
  const char* task = !cleaned.task ? nullptr : *cleaned.task == Task::article ? "article" : "page";
  return py::make_tuple(stats.bytes_in, stats.bytes_out, stats.lines_in, stats.ranges_removed, stats.visible_removed,
                        text_of(cleaned.encoding), cleaned.replaced, cleaned.meta.broken_json, stats.cut_elements,
                        stats.cut_bytes, texts_of(cleaned.packs),
                        cleaned.level ? text_of(name_of(*cleaned.level)) : py::none(), cleaned.guarded,
                        task != nullptr ? text_of(task) : py::none(), cleaned.other_task);
}

py::tuple ranges_of(const std::vector<ReportedRange>& ranges) {
  py::tuple out(ranges.size());
  for (size_t i = 0; i < ranges.size(); ++i) {
    const ReportedRange& range = ranges[i];
    const RuleName& rule = range.rule;
    const std::string place = rule.line == 0 ? rule.path : rule.path + ":" + std::to_string(rule.line);
    out[i] = py::make_tuple(text_of(rule.name), text_of(name_of(rule.category)), range.begin, range.end, range.line,
                            text_of(range.text), text_of(place), texts_of(range.also));
  }
  return out;
}

py::tuple clean(Engine& engine, py::handle document, py::handle url, py::handle content_type, bool decoded) {
  const Source source(document);
  const OptionalText address(url);
  const OptionalText transport(content_type);
  const DocumentInfo info{.url = address.view(), .content_type = transport.view()};
  const Encoded encoded = decoded ? Encoded::utf8 : source.encoded();
  Result<Cleaned> cleaned = [&] {
    const py::gil_scoped_release free_gil;
    return engine.clean(source.view(), info, encoded);
  }();
  if (!cleaned) throw Failure(cleaned.error().message);
  cleaned->replaced += source.replaced();
  const PageMeta& meta = cleaned->meta;
  return py::make_tuple(text_of(cleaned->text), or_none(cleaned->title), or_none(cleaned->author),
                        or_none(cleaned->published), or_none(cleaned->source), or_none(meta.modified),
                        or_none(meta.description), or_none(meta.language), or_none(meta.canonical),
                        or_none(meta.site_name), url, cleaned->is_page, stats_of(*cleaned),
                        ranges_of(cleaned->removed));
}

using Files = std::vector<std::pair<std::string, py::bytes>>;

std::vector<RuleText> texts_of(const Files& files) {
  std::vector<RuleText> texts;
  for (const auto& [path, bytes] : files) texts.push_back({path, std::string(bytes)});
  return texts;
}

using Words = std::vector<std::string>;

std::unique_ptr<Engine> make_engine(const std::string& task, const std::string& level, const std::string& to,
                                    const std::string& read_as, const std::string& encoding, const Files& rules,
                                    bool builtin, const Words& use, const Words& only, const Words& skip,
                                    const Files& models, bool no_model, uint64_t max_bytes, bool absolute_links,
                                    bool keep_blank, bool removed) {
  const EngineSettings settings{.task = task,
                                .level = level,
                                .to = to,
                                .read_as = read_as,
                                .encoding = encoding,
                                .rules = texts_of(rules),
                                .builtin = builtin,
                                .use = use,
                                .only = only,
                                .skip = skip,
                                .models = texts_of(models),
                                .no_model = no_model,
                                .max_bytes = max_bytes,
                                .absolute_links = absolute_links,
                                .keep_blank = keep_blank,
                                .removed = removed};
  Result<std::unique_ptr<Engine>> engine = Engine::make(settings);
  if (!engine) throw Failure(engine.error().message);
  return std::move(*engine);
}

}  // namespace
}  // namespace dehusk

PYBIND11_MODULE(_native, module) {
  using dehusk::Engine;
  module.attr("VERSION") = DEHUSK_VERSION;
  py::register_exception<dehusk::Failure>(module, "Error", PyExc_ValueError).attr("__module__") = "dehusk";
  py::class_<Engine>(module, "Engine")
      .def(py::init(&dehusk::make_engine), py::kw_only(), py::arg("task"), py::arg("level"), py::arg("to"),
           py::arg("read_as"), py::arg("encoding"), py::arg("rules"), py::arg("builtin"), py::arg("use"),
           py::arg("only"), py::arg("skip"), py::arg("models"), py::arg("no_model"), py::arg("max_bytes"),
           py::arg("absolute_links"), py::arg("keep_blank"), py::arg("removed"))
      .def("clean", &dehusk::clean, py::arg("document"), py::arg("url"), py::arg("content_type"), py::arg("decoded"));
}
