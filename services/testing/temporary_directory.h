// Directories that a test has for itself.

#ifndef SAMVERK_SERVICES_TESTING_TEMPORARY_DIRECTORY_H_
#define SAMVERK_SERVICES_TESTING_TEMPORARY_DIRECTORY_H_

#include <string>

namespace samverk::testing {

// A new empty directory in TEST_TMPDIR.
std::string MakeTemporaryDirectory();

// Removes it with everything in it.
void RemoveTemporaryDirectory(const std::string& directory);

}  // namespace samverk::testing

#endif  // SAMVERK_SERVICES_TESTING_TEMPORARY_DIRECTORY_H_
