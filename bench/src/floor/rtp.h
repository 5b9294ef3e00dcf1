/* What the floor and the receiver share: the shape of a PCMA packet of 20 ms, and time. */
#include <arpa/inet.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define HEADER_BYTES 12
#define PACKET_BYTES (HEADER_BYTES + 160)
#define PACKET_NS 20000000LL
#define FIRST_SSRC 1000u

static inline int64_t now_ns(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static inline void loopback(struct sockaddr_in *address, int port) {
  memset(address, 0, sizeof *address);
  address->sin_family = AF_INET;
  address->sin_port = htons(port);
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

/* RFC 3550 5.1: version 2, payload type 8, sequence number, time stamp, SSRC. */
static inline void write_header(uint8_t *packet, uint16_t sequence, uint32_t timestamp, uint32_t ssrc) {
  packet[0] = 0x80;
  packet[1] = 8;
  uint16_t s = htons(sequence);
  uint32_t t = htonl(timestamp), id = htonl(ssrc);
  memcpy(packet + 2, &s, 2);
  memcpy(packet + 4, &t, 4);
  memcpy(packet + 8, &id, 4);
}
