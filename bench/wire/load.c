/*
 * Asks a server on loopback for chat completions, and measures:
 *
 *   load [OPTION...] PORT PATH BODY-FILE CONNECTIONS WARMUP-S SECONDS
 *
 *   -r RATE            so many requests a second, which leave on schedule: a latency counts from the time at which
 *                      the request should have left. Without it each connection asks again as soon as its answer
 *                      is whole
 *   -n REQUESTS        no more than these
 *   -t SECONDS,...     tells latencies apart by the time of the answer: until each of these, after the warm-up
 *   -s STATUS          what the answers should have; 200 without it
 *   -l CHUNKS          leaves each stream after so many chunks, as a client does that closes its connection
 *   -H HEADER          a whole line, such as "authorization: Bearer sk-..."; may be given several times
 *
 * Prints one line of JSON, of what began after the warm-up (allFinished, allChunks: and during it): latencies in
 * nanoseconds, of whole answers and, where chunks carry their send time (common.h), of chunks. Whatever is not as
 * it should be counts as an error.
 */
#include "common.h"

#include <sys/timerfd.h>

#define LINE 2048
#define MOST_SLOTS 64

/* Logarithmic steps of 1/256, so that no percentile is wrong by more than 0.4 %. */
#define SUB_BITS 8
#define BUCKETS ((64 - SUB_BITS + 1) << SUB_BITS)

typedef struct {
    uint64_t counts[BUCKETS], total, max;
    double sum;
} Histogram;

static size_t bucket_of(uint64_t value) {
    if (value < (1u << SUB_BITS)) return value;
    int shift = 63 - __builtin_clzll(value) - SUB_BITS;
    return ((size_t)(shift + 1) << SUB_BITS) + ((value >> shift) - (1u << SUB_BITS));
}

static uint64_t value_of(size_t bucket) {
    if (bucket < (1u << SUB_BITS)) return bucket;
    int shift = (int)(bucket >> SUB_BITS) - 1;
    return ((bucket & ((1u << SUB_BITS) - 1)) + (1u << SUB_BITS)) << shift;
}

static void record(Histogram *h, uint64_t value) {
    h->counts[bucket_of(value)]++;
    h->total++;
    h->sum += (double)value;
    if (value > h->max) h->max = value;
}

static uint64_t percentile(const Histogram *h, double p) {
    uint64_t wanted = (uint64_t)(p * (double)h->total + 0.5), seen = 0;
    if (wanted < 1) wanted = 1;
    for (size_t i = 0; i < BUCKETS; i++) {
        seen += h->counts[i];
        if (seen >= wanted && h->counts[i]) return value_of(i);
    }
    return h->max;
}

static void print_histogram(const char *name, const Histogram *h) {
    printf("\"%s\":{\"count\":%" PRIu64, name, h->total);
    if (h->total > 0) {
        printf(",\"mean\":%.0f,\"p50\":%" PRIu64 ",\"p90\":%" PRIu64 ",\"p99\":%" PRIu64 ",\"p999\":%" PRIu64
               ",\"max\":%" PRIu64,
            h->sum / (double)h->total, percentile(h, 0.5), percentile(h, 0.9), percentile(h, 0.99),
            percentile(h, 0.999), h->max);
    }
    printf("}");
}

typedef enum { CLOSED, CONNECTING, FREE, SENDING, HEAD, BODY } State;
typedef enum { BY_LENGTH, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER } Framing;

typedef struct Connection {
    int fd;
    State state;
    Framing framing;
    bool streamed, done_seen, failed, measured, leaves, listed;
    uint64_t left;    /* of the body, or of the HTTP chunk */
    uint64_t started; /* or when it should have */
    uint32_t chunks;  /* of this answer */
    size_t sent;
    Buffer in;
    char line[LINE];
    size_t line_size;
    struct Connection *next_free;
} Connection;

/* A part of the time. */
typedef struct {
    double until; /* seconds after the warm-up */
    Histogram latencies;
} Slot;

static struct {
    struct sockaddr_in address;
    Buffer request;
    uint64_t warm_at, end_at, most;
    double rate;
    int status;
    uint32_t leave_after;
    Slot *slots;
    size_t slot_count;
    uint64_t begun, finished, errors, chunks, all_finished, all_chunks, bytes, late;
    char first_error[200];
    Histogram latencies, delays;
} run;

static int poll_fd;
/* The one that has been free the longest first: a connection that rests may be closed just as it is used again. */
static Connection *first_free, *last_free;

static void error_of(Connection *c, const char *what) {
    c->failed = true;
    if (!run.first_error[0]) {
        size_t size = 0;
        for (const char *p = what; *p && size < sizeof run.first_error - 1; p++) {
            run.first_error[size++] = *p == '"' || *p == '\\' || (unsigned char)*p < ' ' ? '\'' : *p;
        }
    }
}

static void reopen(Connection *c);
static void ask(Connection *c, uint64_t at);

static bool over(uint64_t now) { return now >= run.end_at || (run.most && run.begun >= run.most); }

static void freed(Connection *c) {
    c->state = FREE;
    uint64_t now = now_ns();
    if (run.rate > 0) {
        if (!c->listed) {
            c->listed = true;
            c->next_free = NULL;
            if (last_free) {
                last_free->next_free = c;
            } else {
                first_free = c;
            }
            last_free = c;
        }
    } else if (!over(now)) {
        ask(c, now);
    }
}

/* One that is free, or null. Some in the list closed while they were, and will be free again. */
static Connection *take_free(void) {
    while (first_free) {
        Connection *c = first_free;
        first_free = c->next_free;
        if (!first_free) last_free = NULL;
        c->listed = false;
        if (c->state == FREE) return c;
    }
    return NULL;
}

static void record_in_slot(uint64_t now, uint64_t latency) {
    for (size_t i = 0; i < run.slot_count; i++) {
        if ((double)(now - run.warm_at) < run.slots[i].until * 1e9) {
            record(&run.slots[i].latencies, latency);
            return;
        }
    }
}

static void finished(Connection *c, bool keep) {
    uint64_t now = now_ns();
    if (!c->failed && c->streamed && !c->done_seen && !c->leaves) error_of(c, "a stream without [DONE]");
    run.all_finished++;
    if (c->measured && now < run.end_at + 5000000000u) {
        run.finished++;
        if (c->failed) run.errors++;
        record(&run.latencies, now - c->started);
        record_in_slot(now, now - c->started);
    }
    if (keep) {
        freed(c);
    } else {
        reopen(c);
    }
}

static void broken(Connection *c, const char *what) {
    if (c->state == SENDING || c->state == HEAD || c->state == BODY) {
        error_of(c, what);
        finished(c, false);
    } else {
        reopen(c);
    }
}

static void send_rest(Connection *c) {
    while (c->sent < buffer_size(&run.request)) {
        ssize_t n = write(c->fd, run.request.data + c->sent, buffer_size(&run.request) - c->sent);
        if (n < 0) {
            if (errno == EAGAIN) return;
            broken(c, "the connection broke while the request was sent");
            return;
        }
        c->sent += (size_t)n;
    }
    c->state = HEAD;
}

static void ask(Connection *c, uint64_t at) {
    c->state = SENDING;
    c->started = at;
    c->sent = 0;
    c->streamed = c->done_seen = c->failed = c->leaves = false;
    c->chunks = 0;
    c->line_size = 0;
    c->measured = at >= run.warm_at;
    run.begun++;
    send_rest(c);
}

static void open_connection(Connection *c) {
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) die("socket");
    set_no_delay(c->fd);
    if (connect(c->fd, (struct sockaddr *)&run.address, sizeof run.address) < 0 && errno != EINPROGRESS) die("connect");
    c->state = CONNECTING;
    c->in.start = c->in.end = 0;
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &e);
}

static void reopen(Connection *c) {
    close(c->fd);
    c->state = CLOSED;
    if (!over(now_ns())) open_connection(c);
}

/* One line of an event stream, without its end. */
static void line(Connection *c, uint64_t now) {
    c->line[c->line_size] = 0;
    char *stamp = memmem(c->line, c->line_size, STAMP_MARK, sizeof STAMP_MARK - 1);
    if (stamp) {
        uint64_t sent = 0;
        stamp += sizeof STAMP_MARK - 1;
        for (int i = 0; i < STAMP_DIGITS; i++) sent = sent * 10 + (uint64_t)(stamp[i] - '0');
        run.all_chunks++;
        if (++c->chunks == run.leave_after) c->leaves = true;
        if (now >= run.warm_at && now < run.end_at) {
            run.chunks++;
            if (now >= sent) record(&run.delays, now - sent);
            else error_of(c, "a chunk from the future");
        }
    } else if (strcmp(c->line, "data: [DONE]") == 0) {
        c->done_seen = true;
    } else if (strncmp(c->line, "event: error", 12) == 0 || strstr(c->line, "\"error\":{")) {
        error_of(c, c->line);
    }
    c->line_size = 0;
}

static void body_bytes(Connection *c, const char *bytes, size_t size, uint64_t now) {
    run.bytes += size;
    if (!c->streamed) return;
    while (size > 0) {
        const char *end = memchr(bytes, '\n', size);
        size_t part = end ? (size_t)(end - bytes) : size;
        size_t room = LINE - 1 - c->line_size, kept = part < room ? part : room;
        memcpy(c->line + c->line_size, bytes, kept);
        c->line_size += kept;
        if (!end) return;
        line(c, now);
        bytes += part + 1;
        size -= part + 1;
    }
}

/* True where the head is whole. */
static bool head(Connection *c) {
    char *start = c->in.data + c->in.start;
    size_t size = buffer_size(&c->in);
    char *end = memmem(start, size, "\r\n\r\n", 4);
    if (!end) return false;
    size_t head_size = (size_t)(end - start) + 4;
    if (strncmp(start, "HTTP/1.1 ", 9) != 0 || atoi(start + 9) != run.status) {
        char status[64];
        snprintf(status, sizeof status, "answered %.30s", start);
        error_of(c, status);
    }
    const char *type = header(start, head_size, "content-type");
    const char *length = header(start, head_size, "content-length");
    c->streamed = type && strncmp(type, "text/event-stream", 17) == 0;
    c->framing = length ? BY_LENGTH : CHUNK_SIZE;
    c->left = length ? strtoull(length, NULL, 10) : 0;
    c->state = BODY;
    c->in.start += head_size;
    return true;
}

/* True at the end of the body. */
static bool body(Connection *c, uint64_t now) {
    for (;;) {
        char *bytes = c->in.data + c->in.start;
        size_t size = buffer_size(&c->in);
        if (c->framing == BY_LENGTH || c->framing == CHUNK_DATA) {
            size_t part = size < c->left ? size : (size_t)c->left;
            body_bytes(c, bytes, part, now);
            c->in.start += part;
            c->left -= part;
            if (c->left > 0) return false;
            if (c->framing == BY_LENGTH) return true;
            c->framing = CHUNK_END;
            continue;
        }
        char *end = memchr(bytes, '\n', size);
        if (!end) return false;
        c->in.start += (size_t)(end - bytes) + 1;
        if (c->framing == CHUNK_END) {
            c->framing = CHUNK_SIZE;
        } else if (c->framing == TRAILER) {
            if (end == bytes || (end == bytes + 1 && *bytes == '\r')) return true;
        } else {
            c->left = strtoull(bytes, NULL, 16);
            c->framing = c->left ? CHUNK_DATA : TRAILER;
        }
    }
}

static void read_all(Connection *c) {
    for (;;) {
        char *room = buffer_room(&c->in, 16384);
        ssize_t n = read(c->fd, room, c->in.capacity - c->in.end);
        if (n == 0) {
            broken(c, "the connection closed");
            return;
        }
        if (n < 0) {
            if (errno != EAGAIN) broken(c, "the connection broke");
            return;
        }
        bool all = (size_t)n < c->in.capacity - c->in.end;
        c->in.end += (size_t)n;
        uint64_t now = now_ns();
        if (c->state == HEAD) head(c);
        if (c->state == BODY) {
            bool whole = body(c, now);
            if (whole || c->leaves) finished(c, whole);
        }
        if (all || c->state == CLOSED || c->state == CONNECTING) return;
    }
}

static void ready(Connection *c, uint32_t events) {
    if (c->state == CONNECTING && (events & EPOLLOUT)) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error) {
            errno = error;
            die("connect");
        }
        freed(c);
    } else if (c->state == SENDING && (events & EPOLLOUT)) {
        send_rest(c);
    }
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && c->state != CLOSED && c->state != CONNECTING) read_all(c);
}

static void read_request(const char *port, const char *path, const char *body_file, const Buffer *headers) {
    FILE *file = fopen(body_file, "rb");
    if (!file) die(body_file);
    Buffer body = {0};
    size_t n;
    while ((n = fread(buffer_room(&body, 65536), 1, 65536, file)) > 0) body.end += n;
    fclose(file);
    char head[512];
    int size = snprintf(head, sizeof head,
        "POST %s HTTP/1.1\r\nhost: 127.0.0.1:%s\r\ncontent-type: application/json\r\naccept: */*\r\n"
        "user-agent: penstock-bench\r\ncontent-length: %zu\r\n", path, port, buffer_size(&body));
    buffer_add(&run.request, head, (size_t)size);
    buffer_add(&run.request, headers->data, buffer_size(headers));
    buffer_add(&run.request, "\r\n", 2);
    buffer_add(&run.request, body.data, buffer_size(&body));
    free(body.data);
}

static void read_slots(char *list) {
    run.slots = allocate(MOST_SLOTS * sizeof *run.slots);
    for (char *part = strtok(list, ","); part && run.slot_count < MOST_SLOTS; part = strtok(NULL, ",")) {
        run.slots[run.slot_count++].until = atof(part);
    }
}

static void usage(void) {
    fprintf(stderr, "usage: load [-r RATE] [-n REQUESTS] [-t SECONDS,...] [-s STATUS] [-l CHUNKS] [-H HEADER]...\n"
                    "            PORT PATH BODY-FILE CONNECTIONS WARMUP-S SECONDS\n");
    exit(2);
}

int main(int argc, char **argv) {
    Buffer headers = {0};
    run.status = 200;
    for (int option; (option = getopt(argc, argv, "r:n:t:s:l:H:")) != -1;) {
        switch (option) {
            case 'r': run.rate = atof(optarg); break;
            case 'n': run.most = strtoull(optarg, NULL, 10); break;
            case 't': read_slots(optarg); break;
            case 's': run.status = atoi(optarg); break;
            case 'l': run.leave_after = (uint32_t)atoi(optarg); break;
            case 'H':
                buffer_add(&headers, optarg, strlen(optarg));
                buffer_add(&headers, "\r\n", 2);
                break;
            default: usage();
        }
    }
    if (argc - optind != 6) usage();
    char **given = argv + optind;
    signal(SIGPIPE, SIG_IGN);
    allow_many_files();
    run.address = (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(given[0])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    read_request(given[0], given[1], given[2], &headers);
    size_t connections = (size_t)atoi(given[3]);
    double warm_up = atof(given[4]), seconds = atof(given[5]);
    poll_fd = epoll_create1(0);
    uint64_t start = now_ns();
    run.warm_at = start + (uint64_t)(warm_up * 1e9);
    run.end_at = run.warm_at + (uint64_t)(seconds * 1e9);

    Connection **all = allocate(connections * sizeof *all);
    for (size_t i = 0; i < connections; i++) all[i] = allocate(sizeof **all);
    size_t opened = 0;
    /* Where there is no schedule, the connections open over the first half of the warm-up. */
    double spread = run.rate > 0 || connections < 300 ? 0 : warm_up / 2 * 1e9;

    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct epoll_event timed = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, timer, &timed);
    struct itimerspec period = {.it_interval = {0, 1000000}, .it_value = {0, 1000000}};
    double step = run.rate > 0 ? 1e9 / run.rate : 0, due = 0;
    if (run.rate > 0) {
        /* Wakes when the next request is due; a tick of a millisecond would be late by half of one. */
        period.it_interval = (struct timespec){(time_t)(step / 1e9), (long)step % 1000000000L};
        period.it_value = period.it_interval;
        due = (double)start + step;
    }
    timerfd_settime(timer, 0, &period, NULL);

    struct epoll_event events[512];
    for (;;) {
        uint64_t now = now_ns();
        size_t wanted = spread > 0 ? (size_t)((double)(now - start) / spread * (double)connections) : connections;
        while (opened < connections && opened <= wanted) open_connection(all[opened++]);
        while (run.rate > 0 && due <= (double)now && !over(now)) {
            Connection *c = take_free();
            if (!c) {
                run.late++;
                break;
            }
            ask(c, (uint64_t)due);
            due += step;
        }
        if (over(now)) {
            bool open = false;
            for (size_t i = 0; i < connections && run.most; i++) {
                open |= all[i]->state == SENDING || all[i]->state == HEAD || all[i]->state == BODY;
            }
            if (!open || now >= run.end_at) break;
        }
        int count = epoll_wait(poll_fd, events, 512, 100);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr) {
                ready(events[i].data.ptr, events[i].events);
            } else {
                uint64_t expirations;
                while (read(timer, &expirations, sizeof expirations) > 0) {}
            }
        }
    }
    double measured = (double)(now_ns() - run.warm_at) / 1e9;
    size_t streaming = 0;
    for (size_t i = 0; i < opened; i++) streaming += all[i]->state == BODY && all[i]->streamed;
    printf("{\"seconds\":%.3f,\"finished\":%" PRIu64 ",\"errors\":%" PRIu64 ",\"chunks\":%" PRIu64
           ",\"allFinished\":%" PRIu64 ",\"allChunks\":%" PRIu64 ",\"bytes\":%" PRIu64
           ",\"late\":%" PRIu64 ",\"streaming\":%zu,\"firstError\":\"%s\",",
        measured, run.finished, run.errors, run.chunks, run.all_finished, run.all_chunks, run.bytes, run.late, streaming, run.first_error);
    print_histogram("latency", &run.latencies);
    printf(",");
    print_histogram("delay", &run.delays);
    printf(",\"slots\":[");
    for (size_t i = 0; i < run.slot_count; i++) {
        printf("%s{\"until\":%.3f,", i ? "," : "", run.slots[i].until);
        print_histogram("latency", &run.slots[i].latencies);
        printf("}");
    }
    printf("]}\n");
    return 0;
}
