/* Lets the n-th step with the disk below one folder fail, once or from then on; for tests.campaign.writes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[4096];
static long wanted = -1, seen = 0;
static int error_number = 0, for_good = 0;
static char last[4200];

void failing_arm(const char *below, long number, int error, int persistent) {
    snprintf(folder, sizeof folder, "%s", below);
    wanted = number; seen = 0; error_number = error; for_good = persistent;
}
long failing_seen(void) { return seen; }
const char *failing_last(void) { return last; }

static int fails(const char *what, const char *path) {
    size_t length = strlen(folder);
    if (!length || strncmp(path, folder, length) != 0 || (path[length] && path[length] != '/')) return 0;
    long number = __sync_fetch_and_add(&seen, 1);
    if (wanted < 0 || !(number == wanted || (for_good && number > wanted))) return 0;
    if (number == wanted) snprintf(last, sizeof last, "%s %s", what, path);
    errno = error_number;
    return 1;
}
static int fails_fd(const char *what, int fd) {
    char link[64], path[4096];
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (length <= 0) return 0;
    path[length] = 0;
    return fails(what, path);
}
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    return fails_fd("write", fd) ? -1 : REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return fails_fd("pwrite", fd) ? -1 : REAL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return fails_fd("pwrite", fd) ? -1 : REAL(pwrite64)(fd, data, size, at);
}
int fsync(int fd) { return fails_fd("fsync", fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails_fd("fdatasync", fd) ? -1 : REAL(fdatasync)(fd); }
int ftruncate(int fd, off_t size) { return fails_fd("ftruncate", fd) ? -1 : REAL(ftruncate)(fd, size); }
int ftruncate64(int fd, off64_t size) { return fails_fd("ftruncate", fd) ? -1 : REAL(ftruncate64)(fd, size); }
int rename(const char *from, const char *to) { return fails("rename", to) ? -1 : REAL(rename)(from, to); }
int renameat(int a, const char *from, int b, const char *to) {
    return fails("rename", to) ? -1 : REAL(renameat)(a, from, b, to);
}
