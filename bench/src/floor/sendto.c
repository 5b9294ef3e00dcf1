/*
 * The floor of playouts: the least that sending PCMA streams costs. One socket a stream, one sendto a packet, a beat of
 * 5 ms, each stream every fourth beat; a header is written and 160 bytes are copied, and nothing else is done.
 *
 *   sendto <port> <streams> <warm-up ms> <measured ms>     prints: <packets> <CPU ns> of the measured time
 */
#include "rtp.h"
#include <sys/resource.h>

#define BEAT_NS 5000000LL
#define BEATS_PER_PACKET 4

static int64_t cpu_ns(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000LL + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000LL;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int streams = atoi(argv[2]);
  int64_t warm_up = atoll(argv[3]) * 1000000, measured = atoll(argv[4]) * 1000000;
  struct sockaddr_in to;
  loopback(&to, atoi(argv[1]));
  int *sockets = malloc(streams * sizeof *sockets);
  for (int i = 0; i < streams; i++) {
    struct sockaddr_in any;
    loopback(&any, 0);
    sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
    if (sockets[i] < 0 || bind(sockets[i], (struct sockaddr *)&any, sizeof any) < 0) {
      perror("socket");
      return 1;
    }
  }
  uint8_t speech[160], packet[PACKET_BYTES];
  memset(speech, 0xd5, sizeof speech);

  int64_t started = now_ns(CLOCK_MONOTONIC), cpu_at_start = 0, sent = 0;
  for (int64_t beat = 0;; beat++) {
    int64_t instant = started + beat * BEAT_NS;
    struct timespec t = {instant / 1000000000LL, instant % 1000000000LL};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
    int64_t elapsed = instant - started;
    if (elapsed >= warm_up && cpu_at_start == 0) {
      cpu_at_start = cpu_ns();
      sent = 0;
    }
    if (elapsed >= warm_up + measured) break;
    uint32_t turn = beat / BEATS_PER_PACKET;
    for (int i = beat % BEATS_PER_PACKET; i < streams; i += BEATS_PER_PACKET) {
      write_header(packet, turn, turn * 160, FIRST_SSRC + i);
      memcpy(packet + HEADER_BYTES, speech, sizeof speech);
      sendto(sockets[i], packet, sizeof packet, 0, (struct sockaddr *)&to, sizeof to);
      sent++;
    }
  }
  printf("%lld %lld\n", (long long)sent, (long long)(cpu_ns() - cpu_at_start));
  return 0;
}
