/*
 * A provider that says what it is told, as fast as the machine can: upstream PORT
 *
 * HTTP/1.1 with keep-alive, on loopback. The request's model says what comes back:
 *   plain-BYTES            a document with so much text
 *   paced-CHUNKS-MICROS    a stream, a chunk every so often
 *   single-CHUNKS          a stream, as fast as it is taken, each chunk in a write of its own
 *   batch-CHUNKS           the same, as many chunks to a write as 16 KiB hold
 * Each chunk of text carries the time at which it was written; see common.h.
 */
#include "common.h"

#define BATCH 16384
/* No more than this waits in the process for a peer that does not read. */
#define MOST_UNWRITTEN (64 * 1024)

typedef enum { IDLE, PACED, FLOOD } Doing;

typedef struct Connection {
    int fd;
    Doing doing;
    bool batched, wants_write;
    uint32_t left;
    uint64_t interval, due;
    size_t heap_at; /* 1 + the place among the timers; 0 for none */
    Buffer in, out;
} Connection;

static int poll_fd;
static Connection **heap;
static size_t heap_size, heap_capacity;

static void heap_put(size_t at, Connection *c) {
    heap[at] = c;
    c->heap_at = at + 1;
}

static void sift_up(size_t at) {
    Connection *c = heap[at];
    while (at > 0 && heap[(at - 1) / 2]->due > c->due) {
        heap_put(at, heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    heap_put(at, c);
}

static void sift_down(size_t at) {
    Connection *c = heap[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap_size) break;
        if (child + 1 < heap_size && heap[child + 1]->due < heap[child]->due) child++;
        if (heap[child]->due >= c->due) break;
        heap_put(at, heap[child]);
        at = child;
    }
    heap_put(at, c);
}

static void timer_start(Connection *c) {
    if (heap_size == heap_capacity) {
        heap_capacity = heap_capacity ? heap_capacity * 2 : 1024;
        heap = realloc(heap, heap_capacity * sizeof *heap);
        if (!heap) die("memory");
    }
    heap_put(heap_size, c);
    sift_up(heap_size++);
}

static void timer_stop(Connection *c) {
    if (!c->heap_at) return;
    size_t at = c->heap_at - 1;
    c->heap_at = 0;
    Connection *last = heap[--heap_size];
    if (last == c) return;
    heap_put(at, last);
    sift_up(at);
    sift_down(last->heap_at - 1);
}

static void drop(Connection *c) {
    timer_stop(c);
    close(c->fd);
    free(c->in.data);
    free(c->out.data);
    free(c);
}

#define CHUNK_HEAD                                                                                              \
    "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"             \
    "\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\","    \
    "\"choices\":["
#define CHUNK_TAIL "\"logprobs\":null,\"finish_reason\":null}]}\n\n"

static const char FIRST[] =
    CHUNK_HEAD "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}," CHUNK_TAIL;
static const char TEXT_HEAD[] = CHUNK_HEAD "{\"index\":0,\"delta\":{" STAMP_MARK;
static const char TEXT_TAIL[] = " token\"}," CHUNK_TAIL;
static const char LAST[] = CHUNK_HEAD
    "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n" CHUNK_HEAD
    "],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":100,\"total_tokens\":109}}\n\n"
    "data: [DONE]\n\n";
static const char STREAM_HEAD[] =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n";

static char *add_text(char *at, const char *stamp) {
    memcpy(at, TEXT_HEAD, sizeof TEXT_HEAD - 1);
    at += sizeof TEXT_HEAD - 1;
    memcpy(at, stamp, STAMP_DIGITS);
    at += STAMP_DIGITS;
    memcpy(at, TEXT_TAIL, sizeof TEXT_TAIL - 1);
    return at + sizeof TEXT_TAIL - 1;
}

static void add_http_chunk(Connection *c, const char *bytes, size_t size) {
    char head[16];
    int length = snprintf(head, sizeof head, "%zx\r\n", size);
    buffer_add(&c->out, head, (size_t)length);
    buffer_add(&c->out, bytes, size);
    buffer_add(&c->out, "\r\n", 2);
}

/* As many chunks of text as go into one write. */
static void add_chunks(Connection *c, uint32_t count) {
    char chunks[BATCH], stamp[STAMP_DIGITS + 1];
    snprintf(stamp, sizeof stamp, "%0*" PRIu64, STAMP_DIGITS, now_ns());
    char *at = chunks;
    for (uint32_t i = 0; i < count; i++) at = add_text(at, stamp);
    add_http_chunk(c, chunks, (size_t)(at - chunks));
}

/* False when the connection is gone. */
static bool flush(Connection *c) {
    while (buffer_size(&c->out) > 0) {
        ssize_t n = write(c->fd, c->out.data + c->out.start, buffer_size(&c->out));
        if (n < 0) {
            if (errno == EAGAIN) break;
            drop(c);
            return false;
        }
        c->out.start += (size_t)n;
    }
    bool wants_write = buffer_size(&c->out) > 0;
    if (wants_write != c->wants_write) {
        struct epoll_event e = {.events = EPOLLIN | (wants_write ? EPOLLOUT : 0), .data.ptr = c};
        epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &e);
        c->wants_write = wants_write;
    }
    return true;
}

static bool serve(Connection *c);

static bool finish(Connection *c) {
    c->doing = IDLE;
    add_http_chunk(c, LAST, sizeof LAST - 1);
    buffer_add(&c->out, "0\r\n\r\n", 5);
    return flush(c) && serve(c);
}

/* A few writes, so that one stream does not keep the others waiting. */
static bool flood(Connection *c) {
    uint32_t per_write = c->batched ? BATCH / (sizeof TEXT_HEAD + sizeof TEXT_TAIL + STAMP_DIGITS) : 1;
    while (c->left > 0 && buffer_size(&c->out) < MOST_UNWRITTEN) {
        uint32_t count = c->left < per_write ? c->left : per_write;
        add_chunks(c, count);
        c->left -= count;
        if (!flush(c)) return false;
        if (c->wants_write) return true;
    }
    return c->left > 0 ? true : finish(c);
}

static bool tick(Connection *c) {
    add_chunks(c, 1);
    if (!flush(c)) return false;
    if (--c->left == 0) return finish(c);
    c->due += c->interval;
    timer_start(c);
    return true;
}

static bool plain(Connection *c, uint32_t size) {
    static char text[1 << 20];
    if (!text[0]) memset(text, 'x', sizeof text);
    if (size > sizeof text) size = sizeof text;
    static const char head[] =
        "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1760000000,"
        "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
    static const char tail[] =
        "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,"
        "\"completion_tokens\":100,\"total_tokens\":109},\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\"}";
    char http[128];
    int length = snprintf(http, sizeof http,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %zu\r\n\r\n",
        sizeof head - 1 + size + sizeof tail - 1);
    buffer_add(&c->out, http, (size_t)length);
    buffer_add(&c->out, head, sizeof head - 1);
    buffer_add(&c->out, text, size);
    buffer_add(&c->out, tail, sizeof tail - 1);
    return flush(c) && serve(c);
}

static bool stream(Connection *c, Doing doing, uint32_t chunks) {
    c->doing = doing;
    c->left = chunks;
    buffer_add(&c->out, STREAM_HEAD, sizeof STREAM_HEAD - 1);
    add_http_chunk(c, FIRST, sizeof FIRST - 1);
    if (doing == FLOOD) return flood(c);
    c->due = now_ns() + c->interval;
    timer_start(c);
    return flush(c);
}

static bool answer(Connection *c, const char *body, size_t size) {
    const char *model = memmem(body, size, "\"model\":\"", 9);
    unsigned chunks = 0, micros = 0;
    char name[64] = "";
    if (model) {
        model += 9;
        const char *end = memchr(model, '"', size - (size_t)(model - body));
        size_t length = end ? (size_t)(end - model) : 0;
        memcpy(name, model, length < sizeof name ? length : sizeof name - 1);
    }
    if (sscanf(name, "plain-%u", &chunks) == 1) return plain(c, chunks);
    if (sscanf(name, "paced-%u-%u", &chunks, &micros) == 2 && chunks > 0) {
        c->interval = (uint64_t)micros * 1000;
        return stream(c, PACED, chunks);
    }
    c->batched = strncmp(name, "batch-", 6) == 0;
    if (sscanf(name, c->batched ? "batch-%u" : "single-%u", &chunks) == 1 && chunks > 0) {
        return stream(c, FLOOD, chunks);
    }
    static const char unknown[] =
        "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    buffer_add(&c->out, unknown, sizeof unknown - 1);
    return flush(c) && serve(c);
}

/* The next request, if it is whole and the one before is answered. */
static bool serve(Connection *c) {
    if (c->doing != IDLE || buffer_size(&c->in) == 0) return true;
    char *head = c->in.data + c->in.start;
    size_t size = buffer_size(&c->in);
    char *end = memmem(head, size, "\r\n\r\n", 4);
    if (!end) return true;
    size_t head_size = (size_t)(end - head) + 4;
    const char *length = header(head, head_size, "content-length");
    size_t body_size = 0;
    if (length) {
        body_size = strtoul(length, NULL, 10);
    } else if (header(head, head_size, "transfer-encoding")) {
        fprintf(stderr, "upstream: a request without content-length\n");
        drop(c);
        return false;
    }
    if (size < head_size + body_size) return true;
    c->in.start += head_size + body_size;
    return answer(c, head + head_size, body_size);
}

static void read_from(Connection *c) {
    for (;;) {
        char *room = buffer_room(&c->in, 16384);
        ssize_t n = read(c->fd, room, c->in.capacity - c->in.end);
        if (n > 0) {
            bool all = (size_t)n < c->in.capacity - c->in.end;
            c->in.end += (size_t)n;
            if (!serve(c)) return;
            if (all) return;
        } else if (n < 0 && errno == EAGAIN) {
            return;
        } else {
            drop(c);
            return;
        }
    }
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: upstream PORT\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    allow_many_files();
    int server = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) die("bind");
    if (listen(server, 16384) < 0) die("listen");
    poll_fd = epoll_create1(0);
    struct epoll_event listening = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, server, &listening);
    printf("upstream ready\n");
    fflush(stdout);
    struct epoll_event events[512];
    for (;;) {
        int timeout = -1;
        if (heap_size > 0) {
            uint64_t now = now_ns(), due = heap[0]->due;
            timeout = due <= now ? 0 : (int)((due - now + 999999) / 1000000);
        }
        int count = epoll_wait(poll_fd, events, 512, timeout);
        for (int i = 0; i < count; i++) {
            Connection *c = events[i].data.ptr;
            if (!c) {
                int fd;
                while ((fd = accept4(server, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    set_no_delay(fd);
                    c = allocate(sizeof *c);
                    c->fd = fd;
                    struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
                    epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &e);
                }
                continue;
            }
            if (events[i].events & EPOLLOUT) {
                if (!flush(c)) continue;
                if (c->doing == FLOOD && !c->wants_write && !flood(c)) continue;
            }
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) read_from(c);
        }
        uint64_t now = now_ns();
        while (heap_size > 0 && heap[0]->due <= now) {
            Connection *c = heap[0];
            timer_stop(c);
            tick(c);
        }
    }
}
