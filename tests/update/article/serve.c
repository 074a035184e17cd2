// SPDX-License-Identifier: Apache-2.0
//
// The program of the service: "serve" waits, "check" is its health check.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef BROKEN
#define BROKEN 0
#endif

int main(int count, char** words) {
  if (count > 1 && strcmp(words[1], "check") == 0) {
    if (BROKEN) puts("the database is of an older version");
    return BROKEN;
  }
  for (;;) pause();
}
