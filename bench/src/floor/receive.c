/*
 * The other side of the streams, the same for the floor and for ours. Takes RTP on one port and measures, per stream,
 * how far the spacing of packets is off 20 ms, by the times the kernel gave them, so that this program's own delays
 * count for nothing. It looks once a millisecond and is never woken by a packet: a sender on a real network does not pay
 * for waking its receiver either. Each stream is answered with one packet when it begins, as a callee's telephone would.
 *
 *   receive <seconds>     prints the port; at the end of input or time: <packets> <lost> <p50 µs> <p99 µs> <max µs>
 *   A byte on stdin starts the measurement anew; the end of stdin ends it.
 */
#define _GNU_SOURCE
#include "rtp.h"
#include <poll.h>
#include <unistd.h>

#define BATCH 64
#define BUCKET_US 50
/* The last bucket holds all from one second on. */
#define BUCKETS 20001
#define MAX_STREAMS 65536

struct stream {
  uint32_t ssrc;
  uint16_t sequence;
  int64_t at;
};

static struct stream streams[MAX_STREAMS];
static int64_t histogram[BUCKETS];
static int64_t packets, lost, largest;

/* Open addressing over the SSRC. */
static struct stream *find(uint32_t ssrc) {
  uint32_t i = (ssrc * 2654435761u) % MAX_STREAMS;
  while (streams[i].at != 0 && streams[i].ssrc != ssrc) i = (i + 1) % MAX_STREAMS;
  return &streams[i];
}

static void restart(void) {
  packets = lost = largest = 0;
  memset(histogram, 0, sizeof histogram);
}

static int64_t percentile(int share) {
  int64_t total = 0, seen = 0;
  for (int i = 0; i < BUCKETS; i++) total += histogram[i];
  for (int i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if (seen * 100 >= total * share) return (int64_t)(i + 1) * BUCKET_US;
  }
  return 0;
}

static void take(int s, const uint8_t *packet, const struct sockaddr_in *from, int64_t at) {
  uint32_t ssrc;
  uint16_t sequence;
  memcpy(&ssrc, packet + 8, 4);
  memcpy(&sequence, packet + 2, 2);
  sequence = ntohs(sequence);
  struct stream *stream = find(ntohl(ssrc));
  packets++;
  if (stream->at == 0) {
    uint8_t answer[PACKET_BYTES];
    memset(answer, 0xd5, sizeof answer);
    write_header(answer, 1, 160, ~ntohl(ssrc));
    sendto(s, answer, sizeof answer, 0, (const struct sockaddr *)from, sizeof *from);
  } else {
    uint16_t steps = sequence - stream->sequence;
    int64_t off = llabs(at - stream->at - PACKET_NS * steps) / 1000;
    lost += steps - 1;
    int64_t bucket = off / BUCKET_US;
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    if (off > largest) largest = off;
  }
  stream->ssrc = ntohl(ssrc);
  stream->sequence = sequence;
  stream->at = at;
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  int64_t end = now_ns(CLOCK_MONOTONIC) + atoll(argv[1]) * 1000000000LL;
  int s = socket(AF_INET, SOCK_DGRAM, 0), buffer = 16 << 20, on = 1;
  setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
  setsockopt(s, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  setsockopt(s, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  struct sockaddr_in self;
  socklen_t length = sizeof self;
  loopback(&self, 0);
  if (bind(s, (struct sockaddr *)&self, sizeof self) < 0) return 1;
  getsockname(s, (struct sockaddr *)&self, &length);
  printf("%d\n", ntohs(self.sin_port));
  fflush(stdout);

  static uint8_t data[BATCH][2048], control[BATCH][64];
  static struct sockaddr_in from[BATCH];
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];
  struct pollfd words = {0, POLLIN, 0};
  const struct timespec look_every = {0, 1000000};
  while (now_ns(CLOCK_MONOTONIC) < end) {
    nanosleep(&look_every, NULL);
    int count;
    do {
      for (int i = 0; i < BATCH; i++) {
        parts[i] = (struct iovec){data[i], sizeof data[i]};
        messages[i].msg_hdr = (struct msghdr){&from[i], sizeof from[i], &parts[i], 1, control[i], sizeof control[i], 0};
      }
      count = recvmmsg(s, messages, BATCH, MSG_DONTWAIT, NULL);
      for (int i = 0; i < count; i++) {
        if (messages[i].msg_len < HEADER_BYTES) continue;
        /* RTCP of calls that agreed on one port for both: types 192 to 223 (RFC 5761 4). */
        if (data[i][1] >= 192 && data[i][1] <= 223) continue;
        struct cmsghdr *c = CMSG_FIRSTHDR(&messages[i].msg_hdr);
        if (c == NULL || c->cmsg_type != SO_TIMESTAMPNS) continue;
        struct timespec t;
        memcpy(&t, CMSG_DATA(c), sizeof t);
        take(s, data[i], &from[i], t.tv_sec * 1000000000LL + t.tv_nsec);
      }
    } while (count == BATCH);
    if (poll(&words, 1, 0) > 0) {
      char word;
      if (read(0, &word, 1) <= 0) break;
      restart();
    }
  }
  printf("%lld %lld %lld %lld %lld\n", (long long)packets, (long long)lost, (long long)percentile(50),
         (long long)percentile(99), (long long)largest);
  return 0;
}
