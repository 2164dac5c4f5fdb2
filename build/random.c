/*
 * Random bytes from the kernel itself instead of /dev/urandom, which a bare root need not have. These two functions take the
 * place of those in the runtime's own library: the linker asks an archive only for what is still missing.
 */
#include <stdint.h>
#include <stdlib.h>
#include <errno.h>
#include <sys/random.h>

int32_t SystemNative_GetCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length)
{
    while (length > 0) {
        ssize_t got = getrandom(buffer, (size_t)length, 0);
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            return -1;
        }
        buffer += got;
        length -= (int32_t)got;
    }
    return 0;
}

void SystemNative_GetNonCryptographicallySecureRandomBytes(uint8_t *buffer, int32_t length)
{
    /* The caller has no way to hear of a failure, and a predictable hash seed would be one. */
    if (SystemNative_GetCryptographicallySecureRandomBytes(buffer, length) != 0) {
        abort();
    }
}
