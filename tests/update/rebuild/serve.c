// SPDX-License-Identifier: Apache-2.0
//
// The program of the base image: "serve" waits, "check" is its health check, "say" tells a build its argument, "fail" fails one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef BROKEN
#define BROKEN 0
#endif

int main(int count, char** words) {
  const char* word = count > 1 ? words[1] : "";
  if (strcmp(word, "check") == 0) {
    if (BROKEN) puts("the database is of an older version");
    return BROKEN;
  }
  if (strcmp(word, "say") == 0) return printf("the token is %s\n", getenv("TOKEN")) < 0;
  if (strcmp(word, "fail") == 0) return puts("no rule to make target 'web'") < 0 || 1;
  for (;;) pause();
}
