// Random bytes that nobody can guess.

#ifndef SAMVERK_BASE_RANDOM_H_
#define SAMVERK_BASE_RANDOM_H_

#include <cstddef>
#include <string>

namespace samverk {

// Fills `bytes` from OpenSSL's generator. Ends the process if that fails, for
// guessable salts would be worse. Any thread.
void FillRandom(void* bytes, size_t size);

// The same as a string of `size` bytes.
std::string RandomBytes(size_t size);

}  // namespace samverk

#endif  // SAMVERK_BASE_RANDOM_H_
