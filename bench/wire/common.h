/* What the scripted upstream and the load client share. Linux, one thread each. */
#ifndef PENSTOCK_BENCH_COMMON_H
#define PENSTOCK_BENCH_COMMON_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A chunk's send time: nanoseconds of CLOCK_MONOTONIC, in so many digits, behind this mark. */
#define STAMP_MARK "\"content\":\"T"
#define STAMP_DIGITS 19

static inline uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static inline void die(const char *what) {
    perror(what);
    exit(1);
}

static inline void *allocate(size_t size) {
    void *memory = calloc(1, size);
    if (!memory) die("memory");
    return memory;
}

static inline void allow_many_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static inline void set_no_delay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/* Bytes that grow at the end and are consumed at the front. */
typedef struct {
    char *data;
    size_t start, end, capacity;
} Buffer;

static inline size_t buffer_size(const Buffer *b) { return b->end - b->start; }

static inline char *buffer_room(Buffer *b, size_t room) {
    if (b->start == b->end) b->start = b->end = 0;
    if (b->capacity - b->end < room) {
        if (b->start > 0) {
            memmove(b->data, b->data + b->start, b->end - b->start);
            b->end -= b->start;
            b->start = 0;
        }
        if (b->capacity - b->end < room) {
            size_t capacity = b->capacity ? b->capacity : 4096;
            while (capacity - b->end < room) capacity *= 2;
            b->data = realloc(b->data, capacity);
            if (!b->data) die("memory");
            b->capacity = capacity;
        }
    }
    return b->data + b->end;
}

static inline void buffer_add(Buffer *b, const char *bytes, size_t size) {
    memcpy(buffer_room(b, size), bytes, size);
    b->end += size;
}

/* The value of a header in a head that ends with an empty line, or null. */
static inline const char *header(const char *head, size_t size, const char *name) {
    size_t length = strlen(name);
    const char *line = memchr(head, '\n', size);
    while (line && (size_t)(line + 1 - head) + length + 1 < size) {
        line++;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            const char *value = line + length + 1;
            while (*value == ' ') value++;
            return value;
        }
        line = memchr(line, '\n', size - (size_t)(line - head));
    }
    return NULL;
}

#endif
