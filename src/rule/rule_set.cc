#include "rule/rule_set.h"

#include <algorithm>

namespace dehusk {
namespace {

void apply_override(const Override& change, Rule* rule) {
  if (change.enabled) rule->enabled = *change.enabled;
  if (rule->kind == RuleKind::remove) {  // a keep has neither
    if (change.level) rule->level = *change.level;
    if (change.limit) rule->limit = *change.limit;
  }
  rule->unless.insert(rule->unless.end(), change.unless.begin(), change.unless.end());
}

// The stricter of two guards, key by key.
void tighten(const Guard& by, Guard* guard) {
  if (by.max_removed && (!guard->max_removed || *by.max_removed < *guard->max_removed)) {
    guard->max_removed = by.max_removed;
  }
  if (by.min_kept && (!guard->min_kept || *by.min_kept > *guard->min_kept)) {
    guard->min_kept = by.min_kept;
  }
}

}  // namespace

bool name_glob_matches(std::string_view glob, std::string_view name) {
  // The usual two-pointer walk: on a mismatch the last star takes one character more.
  size_t g = 0;
  size_t n = 0;
  size_t star = std::string_view::npos;
  size_t mark = 0;
  while (n < name.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      mark = n;
    } else if (g < glob.size() && glob[g] == name[n]) {
      ++g;
      ++n;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      n = ++mark;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

std::string host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "";
  std::string_view rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (const size_t at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
  if (!rest.starts_with('[')) rest = rest.substr(0, rest.find(':'));
  while (rest.ends_with('.')) rest.remove_suffix(1);
  std::string host(rest);
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return host;
}

RuleSet::RuleSet(std::vector<RuleFile> files)
    : files_(std::move(files)), packed_(files_.size()), scopes_(files_.size()), site_rules_(files_.size()) {
  index_names();
  for (uint32_t i = 0; i < files_.size(); ++i) {
    for (Rule& rule : files_[i].rules) {
      if (rule.keys.empty()) fill_keys(scope_of(i), &rule);
    }
  }
}

RuleSet::RuleSet(std::vector<PackedFile> packs) : scopes_(packs.size()), site_rules_(packs.size()) {
  for (PackedFile& pack : packs) {
    files_.push_back(std::move(pack.header));
    packed_.push_back(pack.body);
  }
  index_names();
}

void RuleSet::index_names() {
  for (uint32_t i = 0; i < files_.size(); ++i) by_name_.emplace(files_[i].name, i);
}

void RuleSet::need(uint32_t file) const {
  if (packed_[file].empty()) return;
  unpack_body(packed_[file], &files_[file]);
  packed_[file] = {};
}

const PlaceholderScope& RuleSet::scope_of(uint32_t file) const {
  if (scopes_[file] == nullptr) {
    scopes_[file] = std::make_unique<PlaceholderScope>();
    for (const NamedPattern& own : files_[file].patterns) scopes_[file]->add(own);
    for (const uint32_t used : with_used({file})) {
      if (used == file) continue;
      need(used);
      for (const NamedPattern& pattern : files_[used].patterns) scopes_[file]->add(pattern);
    }
  }
  return *scopes_[file];
}

const std::vector<RuleFile>& RuleSet::files() const {
  const std::lock_guard lock(mutex_);
  for (uint32_t i = 0; i < files_.size(); ++i) need(i);
  return files_;
}

int RuleSet::find_file(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? -1 : static_cast<int>(found->second);
}

std::vector<uint32_t> RuleSet::with_used(const std::vector<uint32_t>& files) const {
  std::vector<uint32_t> open = files;
  std::vector<uint8_t> seen(files_.size(), 0);
  while (!open.empty()) {
    const uint32_t file = open.back();
    open.pop_back();
    if (seen[file]) continue;
    seen[file] = 1;
    for (const Text& name : files_[file].use) {
      const int used = find_file(name.text);
      if (used >= 0) open.push_back(static_cast<uint32_t>(used));
    }
  }
  std::vector<uint32_t> all;
  for (uint32_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) all.push_back(i);
  }
  return all;
}

const std::vector<uint32_t>& RuleSet::site_rules(uint32_t file) const {
  if (!site_rules_[file]) {
    site_rules_[file].emplace();
    const std::vector<Rule>& rules = files_[file].rules;
    for (uint32_t i = 0; i < rules.size(); ++i) {
      if (!rules[i].sites.empty()) site_rules_[file]->push_back(i);
    }
  }
  return *site_rules_[file];
}

bool RuleSet::runs_on(const RuleFile& file, const std::string& host) const {
  return file.sites.empty() || (!host.empty() && site_matches(file.sites, host));
}

Guard RuleSet::guard_of(const std::vector<uint32_t>& files) const {
  Guard general;
  Guard own;
  bool has_own = false;
  for (const uint32_t index : files) {
    const RuleFile& file = files_[index];
    if (!file.guard) continue;
    const bool of_site = !file.sites.empty();
    has_own = has_own || of_site;
    tighten(*file.guard, of_site ? &own : &general);
  }
  return has_own ? own : general;
}

// The `article` of the file whose `sites` say most about the host; a file without `sites` says least.
ArticleRoot RuleSet::article_of(const std::vector<uint32_t>& files, const std::string& host) const {
  ArticleRoot article;
  size_t best = 0;
  for (const uint32_t index : files) {
    const RuleFile& file = files_[index];
    if (file.article.empty()) continue;
    size_t specific = 1;
    for (const std::string& site : file.sites) {
      if (site_matches({site}, host)) specific = std::max(specific, site.size() + 1);
    }
    if (specific <= best) continue;
    best = specific;
    auto rule = std::make_shared<Rule>();
    rule->id = "article";
    rule->about = "What lies outside of the article";
    rule->level = Level::safe;
    rule->place = file.article[0].place;
    article = {std::move(rule), file.name + ":article", file.path, file.article};
  }
  return article;
}

std::shared_ptr<const Program> RuleSet::program(const RuleChoice& choice) const {
  const std::lock_guard lock(mutex_);
  std::vector<uint32_t> running;
  for (const uint32_t file : with_used(choice.files)) {
    if (!runs_on(files_[file], choice.host)) continue;
    need(file);
    running.push_back(file);
  }
  // The key: level, use, categories, with [[score]] or without, files, host where it decides about an article, and which rules with `sites` of their own take part.
  std::string key(name_of(choice.level));
  key += choice.use == ProgramUse::page ? " page " : " text ";
  key += choice.categories.to_string();
  if (choice.scores) key += " scores";
  for (const uint32_t file : running) {
    key += ' ' + std::to_string(file);
    if (!files_[file].sites.empty() && !files_[file].article.empty()) key += '@' + choice.host;
    for (const uint32_t rule : site_rules(file)) {
      key += site_matches(files_[file].rules[rule].sites, choice.host) ? '+' : '-';
    }
  }
  std::shared_ptr<const Program>& kept = programs_[key];
  if (!kept) {
    const ArticleRoot article = article_of(running, choice.host);
    kept = std::make_shared<const Program>(
        Program::compile(active_rules(running, choice), article.rule ? &article : nullptr,
                         guard_of(running), choice.use));
  }
  return kept;
}

std::vector<ActiveRule> RuleSet::active_rules(const std::vector<uint32_t>& running,
                                              const RuleChoice& choice) const {
  std::vector<ActiveRule> active;
  for (const uint32_t index : running) {
    const RuleFile& file = files_[index];
    for (const Rule& rule : file.rules) {
      if (!rule.sites.empty() && !site_matches(rule.sites, choice.host)) continue;
      // No owner: files live as long as the RuleSet.
      std::shared_ptr<const Rule> borrowed(std::shared_ptr<const Rule>(), &rule);
      active.push_back({std::move(borrowed), file.name + ":" + rule.id, file.path, &scope_of(index)});
    }
  }
  for (const uint32_t index : running) {
    for (const Override& change : files_[index].overrides) {
      for (ActiveRule& rule : active) {
        if (!name_glob_matches(change.id.text, rule.name)) continue;
        auto changed = std::make_shared<Rule>(*rule.rule);
        apply_override(change, changed.get());
        rule.rule = std::move(changed);
      }
    }
  }
  std::erase_if(active, [&](const ActiveRule& active_rule) {
    const Rule& rule = *active_rule.rule;
    if (rule.kind == RuleKind::score && !choice.scores) return true;
    return !rule.enabled || (rule.kind == RuleKind::remove &&
                             (rule.level > choice.level ||
                              !choice.categories[static_cast<size_t>(rule.category)]));
  });
  return active;
}

}  // namespace dehusk
