// The years in which a plan is in force, told year by year and without periods: what plan_days is
// measured against. Years count from 2010.

#ifndef SAMVERK_SERVICES_PLANS_TESTING_YEAR_BY_YEAR_H_
#define SAMVERK_SERVICES_PLANS_TESTING_YEAR_BY_YEAR_H_

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace samverk::plans {

struct YearByYear {
  std::map<int, int> revision;  // By year.
  int adopted = 0;
  int latest = 0;
  int start = 0;
  int end = 0;
  int ended = kNever;

  static constexpr int kNever = 1000;

  void Adopt(int from, int to) {
    adopted = ++latest;
    start = from;
    end = to;
    ClearFrom(from);
    Put(from, to);
  }
  void Extend(int to) {
    ++latest;
    const int from = revision.empty() ? start : revision.rbegin()->first + 1;
    end = to;
    Put(from, to);
  }
  void Correct(int from, int to) {
    ++latest;
    start = from;
    end = to;
    std::erase_if(revision, [this](const auto& each) { return each.second >= adopted; });
    ClearFrom(from);
    Put(from, to);
  }
  void End(int from) {
    ended = from;
    ClearFrom(from);
  }

  int In(int year) const {
    const auto found = revision.find(year);
    return found == revision.end() ? 0 : found->second;
  }
  std::set<int> Years() const {
    std::set<int> years;
    for (const auto& [year, number] : revision) years.insert(year);
    return years;
  }

 private:
  void ClearFrom(int from) { revision.erase(revision.lower_bound(from), revision.end()); }
  void Put(int from, int to) {
    for (int year = from; year < std::min(to, ended); ++year) revision[year] = latest;
  }
};

inline std::string FirstDayOf(int year) { return std::to_string(2010 + year) + "-01-01"; }

}  // namespace samverk::plans

#endif  // SAMVERK_SERVICES_PLANS_TESTING_YEAR_BY_YEAR_H_
