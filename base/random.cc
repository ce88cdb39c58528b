#include "base/random.h"

#include <cstring>

#include "base/check.h"
#include "openssl/crypto.h"
#include "openssl/rand.h"

namespace samverk {
namespace {

// The generator costs about a microsecond a call however few bytes it gives, so
// small requests are served from a block. Used bytes are wiped.
struct Pool {
  static constexpr size_t kBytes = 4096;
  unsigned char bytes[kBytes];
  size_t used = kBytes;
};

}  // namespace

void FillRandom(void* bytes, size_t size) {
  thread_local Pool pool;
  if (size > Pool::kBytes / 4) {
    CHECK(RAND_bytes(static_cast<unsigned char*>(bytes), static_cast<int>(size)) == 1);
    return;
  }
  if (pool.used + size > Pool::kBytes) {
    CHECK(RAND_bytes(pool.bytes, Pool::kBytes) == 1);
    pool.used = 0;
  }
  std::memcpy(bytes, pool.bytes + pool.used, size);
  OPENSSL_cleanse(pool.bytes + pool.used, size);
  pool.used += size;
}

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  FillRandom(bytes.data(), size);
  return bytes;
}

}  // namespace samverk
