// Counts what a process does to files below a folder and to sockets, and lets one step fail.
// Loaded with LD_PRELOAD by FaultShim.swift, which says what the variables mean.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

// Shared by all processes of one run, and there after a kill.
static _Atomic(uint64_t) *steps;
static const char *folder;
static uint64_t failing;
static const char *kind = "";

static void __attribute__((constructor)) begin(void) {
    const char *counter = getenv("FAULT_COUNTER");
    const char *at = getenv("FAULT_AT");
    folder = getenv("FAULT_FOLDER");
    failing = at ? strtoull(at, NULL, 10) : 0;
    kind = getenv("FAULT_KIND") ? getenv("FAULT_KIND") : "";
    if (!counter || !folder) return;
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int file = real_open(counter, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    void *memory = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED) steps = memory;
}

// The second number of the counter: whether a step was made to fail.
static void mark(void) { atomic_store(steps + 1, 1); }

// Whether this step goes wrong, with errno set; may not return.
static bool fails(bool is_socket) {
    if (!steps || atomic_fetch_add(steps, 1) + 1 != failing) return false;
    mark();
    if (strcmp(kind, "kill") == 0) kill(getpid(), SIGKILL);
    if (strcmp(kind, "interrupt") == 0) {
        kill(getpid(), SIGINT);
        return false;
    }
    if (is_socket) errno = ECONNRESET;
    else if (strcmp(kind, "no-space") == 0) errno = ENOSPC;
    else if (strcmp(kind, "permission") == 0) errno = EACCES;
    else errno = EIO;
    return true;
}

static bool is_below(const char *path) {
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static bool is_path(int directory, const char *path) {
    if (!path) return false;
    if (path[0] == '/') return is_below(path);
    char base[4096];
    if (directory == AT_FDCWD) {
        if (!getcwd(base, sizeof base)) return false;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
        ssize_t length = readlink(link, base, sizeof base - 1);
        if (length < 0) return false;
        base[length] = 0;
    }
    return is_below(base);
}

static bool is_file(int file) {
    if (!steps) return false;
    int kept = errno;
    char link[64], target[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, target, sizeof target - 1);
    errno = kept;
    if (length <= 0) return false;
    target[length] = 0;
    return is_below(target);
}

static bool is_network(int file) {
    if (!steps) return false;
    int kept = errno, type = 0;
    socklen_t size = sizeof type;
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    bool is = getsockopt(file, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM
        && getpeername(file, (struct sockaddr *)&peer, &length) == 0;
    errno = kept;
    return is;
}

#define REAL(name) ((__typeof__(&name))({ \
    static void *found; \
    if (!found) found = dlsym(RTLD_NEXT, #name); \
    found; \
}))

// Files

ssize_t write(int file, const void *bytes, size_t count) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(pwrite64)(file, bytes, count, at);
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(writev)(file, parts, count);
}

int fsync(int file) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(fsync)(file);
}

int fdatasync(int file) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(fdatasync)(file);
}

int ftruncate(int file, off_t length) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(ftruncate)(file, length);
}

int ftruncate64(int file, off64_t length) {
    if (is_file(file) && fails(false)) return -1;
    return REAL(ftruncate64)(file, length);
}

int posix_fallocate(int file, off_t at, off_t length) {
    if (is_file(file) && fails(false)) return errno;
    return REAL(posix_fallocate)(file, at, length);
}

int rename(const char *from, const char *to) {
    if (steps && (is_path(AT_FDCWD, from) || is_path(AT_FDCWD, to)) && fails(false)) return -1;
    return REAL(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    if (steps && is_path(to_folder, to) && fails(false)) return -1;
    return REAL(renameat)(from_folder, from, to_folder, to);
}

int unlink(const char *path) {
    if (steps && is_path(AT_FDCWD, path) && fails(false)) return -1;
    return REAL(unlink)(path);
}

int unlinkat(int directory, const char *path, int flags) {
    if (steps && is_path(directory, path) && fails(false)) return -1;
    return REAL(unlinkat)(directory, path, flags);
}

int rmdir(const char *path) {
    if (steps && is_path(AT_FDCWD, path) && fails(false)) return -1;
    return REAL(rmdir)(path);
}

int link(const char *from, const char *to) {
    if (steps && is_path(AT_FDCWD, to) && fails(false)) return -1;
    return REAL(link)(from, to);
}

int mkdir(const char *path, mode_t mode) {
    if (steps && is_path(AT_FDCWD, path) && fails(false)) return -1;
    return REAL(mkdir)(path, mode);
}

int chmod(const char *path, mode_t mode) {
    if (steps && is_path(AT_FDCWD, path) && fails(false)) return -1;
    return REAL(chmod)(path, mode);
}

// Opening counts where something is written or made, which is where a full disk shows.
#define OPENS(name) \
    int name(const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, flags); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        if (steps && (flags & (O_CREAT | O_WRONLY | O_RDWR)) && is_path(AT_FDCWD, path) \
            && fails(false)) return -1; \
        return REAL(name)(path, flags, mode); \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name) \
    int name(int directory, const char *path, int flags, ...) { \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, flags); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        if (steps && (flags & (O_CREAT | O_WRONLY | O_RDWR)) && is_path(directory, path) \
            && fails(false)) return -1; \
        return REAL(name)(directory, path, flags, mode); \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

// The network

int connect(int file, const struct sockaddr *address, socklen_t length) {
    if (steps && address && (address->sa_family == AF_UNIX || address->sa_family == AF_INET
            || address->sa_family == AF_INET6) && fails(true)) {
        errno = ECONNREFUSED;
        return -1;
    }
    return REAL(connect)(file, address, length);
}

// What fails to be sent or received is a connection that is gone: nothing more goes either way.
static bool cut(int file) {
    if (!is_network(file) || !fails(true)) return false;
    shutdown(file, SHUT_RDWR);
    errno = ECONNRESET;
    return true;
}

ssize_t send(int file, const void *bytes, size_t count, int flags) {
    if (cut(file)) return -1;
    return REAL(send)(file, bytes, count, flags);
}

ssize_t sendto(
    int file, const void *bytes, size_t count, int flags, const struct sockaddr *to,
    socklen_t length) {
    if (!to && cut(file)) return -1;
    return REAL(sendto)(file, bytes, count, flags, to, length);
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
    if (cut(file)) return -1;
    return REAL(sendmsg)(file, message, flags);
}

ssize_t recv(int file, void *bytes, size_t count, int flags) {
    if (cut(file)) return -1;
    return REAL(recv)(file, bytes, count, flags);
}
