#include "base/aead.h"

#include <memory>

#include "base/check.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"

namespace samverk {
namespace {

// Looking the algorithm up costs more than sealing a short text, so it is done once.
const EVP_CIPHER* Algorithm() {
  static const EVP_CIPHER* algorithm = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return algorithm;
}

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// The context goes with the call: it holds the key, which must not stay behind in a thread.
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Context NewContext(absl::string_view key, absl::string_view nonce, absl::string_view associated,
                   bool seal) {
  CHECK(key.size() == kAeadKeyBytes && nonce.size() == kAeadNonceBytes);
  Context context(EVP_CIPHER_CTX_new());
  CHECK(EVP_CipherInit_ex2(context.get(), Algorithm(), Bytes(key), Bytes(nonce), seal ? 1 : 0,
                           nullptr) == 1);
  int size = 0;
  if (!associated.empty()) {
    CHECK(EVP_CipherUpdate(context.get(), nullptr, &size, Bytes(associated),
                           static_cast<int>(associated.size())) == 1);
  }
  return context;
}

void Update(EVP_CIPHER_CTX* context, absl::string_view in, std::string& out) {
  int size = 0;
  if (in.empty()) return;
  CHECK(EVP_CipherUpdate(context, Bytes(out), &size, Bytes(in), static_cast<int>(in.size())) == 1);
  CHECK(static_cast<size_t>(size) == in.size());
}

}  // namespace

std::string AeadSeal(absl::string_view key, absl::string_view nonce, absl::string_view associated,
                     absl::string_view plaintext) {
  const Context context = NewContext(key, nonce, associated, /*seal=*/true);
  std::string sealed(plaintext.size() + kAeadTagBytes, '\0');
  Update(context.get(), plaintext, sealed);
  int size = 0;
  unsigned char* const tag = Bytes(sealed) + plaintext.size();
  CHECK(EVP_CipherFinal_ex(context.get(), tag, &size) == 1 && size == 0);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kAeadTagBytes, tag) == 1);
  return sealed;
}

std::optional<std::string> AeadOpen(absl::string_view key, absl::string_view nonce,
                                    absl::string_view associated, absl::string_view sealed) {
  if (sealed.size() < kAeadTagBytes) return std::nullopt;
  const Context context = NewContext(key, nonce, associated, /*seal=*/false);
  const absl::string_view ciphertext = sealed.substr(0, sealed.size() - kAeadTagBytes);
  std::string tag(sealed.substr(ciphertext.size()));
  std::string plaintext(ciphertext.size(), '\0');
  Update(context.get(), ciphertext, plaintext);
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kAeadTagBytes, tag.data()) == 1);
  int size = 0;
  unsigned char nothing[kAeadTagBytes];
  if (EVP_CipherFinal_ex(context.get(), nothing, &size) == 1) return plaintext;
  Wipe(plaintext);  // Nobody vouches for it.
  return std::nullopt;
}

void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace samverk
