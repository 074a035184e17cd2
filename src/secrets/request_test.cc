// SPDX-License-Identifier: Apache-2.0
#include "secrets/request.h"

#include <gtest/gtest.h>

#include "fuzz/replay.h"

int request_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::secrets {
namespace {

TEST(Request, IsReadFromTheEndOfTheWord) {
  auto plain = parse_request("db=file:/run/secrets/a,b");
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->reference.path, "/run/secrets/a,b");
  EXPECT_TRUE(plain->as_file);
  EXPECT_FALSE(plain->as_variable);
  EXPECT_EQ(plain->mode, 0400u);
  EXPECT_EQ(plain->file_name(), "db");

  auto full = parse_request("DB_PASSWORD=file:/a#b,file=keys/db,uid=10001,gid=0,mode=0440,env");
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_EQ(full->reference.field, "b");
  EXPECT_EQ(full->file_name(), "keys/db");
  EXPECT_EQ(full->uid, 10001u);
  EXPECT_EQ(full->gid, 0u);
  EXPECT_EQ(full->mode, 0440u);
  EXPECT_TRUE(full->as_variable);
  EXPECT_TRUE(full->as_file);  // asked for by file=

  auto variable = parse_request("A=env:B,env");
  ASSERT_TRUE(variable);
  EXPECT_FALSE(variable->as_file);
}

TEST(Request, EscapesComeBackAsTheyWere) {
  auto read = parse_reference("file:/a%0Ab%25%7f#c%1F%23d");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->path, "/a\nb%\x7f");
  EXPECT_EQ(read->field, "c\x1f#d");
  EXPECT_EQ(to_string(*read), "file:/a%0Ab%25%7F#c%1F%23d");
  EXPECT_EQ(parse_reference(to_string(*read)), *read);
  EXPECT_FALSE(parse_reference("file:/a%00b"));
  EXPECT_FALSE(parse_reference("file:/a#%00"));
}

TEST(Request, WhatIsWrongIsRefused) {
  for (std::string_view text : {"",
                                "db",
                                "=file:/a",
                                "db=",
                                "db=/a",
                                "a b=file:/a",
                                ".a=file:/a",
                                "../a=file:/a",
                                "a-b=file:/a,env",
                                "1a=file:/a,env",
                                "a=file:/a,file=../b",
                                "a=file:/a,file=b//c",
                                "a=file:/a,file=",
                                "a=file:/a,file=b:c",
                                "a=file:/a,uid=root",
                                "a=file:/a,uid=4294967295",
                                "a=file:/a,mode=0888",
                                "a=file:/a,mode=0",
                                "a=file:/a,mode=01777",
                                "a=file:/a,mode=0666",
                                "a=file:/a,uid=1,uid=2",
                                "a=file:/a,fiel=b",
                                "a=file:/a,env,user=1"})
    EXPECT_FALSE(parse_request(text)) << text;
}

Result<std::vector<Request>> read(const std::string& text) {
  auto document = yaml::Document::parse(text);
  if (!document) return document.error();
  return read_requests((*document)["secrets"], "f.yaml");
}

TEST(Request, StandsInAFile) {
  auto read_well = read("secrets:\n  db: file:/a#b\n  KEY:\n    ref: file:/k\n    env: true\n    uid: 7\n    mode: \"0440\"\n");
  ASSERT_TRUE(read_well) << read_well.error().message;
  ASSERT_EQ(read_well->size(), 2u);
  EXPECT_EQ((*read_well)[0].reference.field, "b");
  EXPECT_TRUE((*read_well)[1].as_variable);
  EXPECT_FALSE((*read_well)[1].as_file);
  EXPECT_EQ((*read_well)[1].uid, 7u);
  EXPECT_EQ((*read_well)[1].mode, 0440u);

  auto wrong = read("secrets:\n  db: file:/a\n  key: {ref: file:/k, colour: red}\n");
  ASSERT_FALSE(wrong);
  EXPECT_TRUE(wrong.error().message.starts_with("f.yaml:3: key: there is no 'colour'")) << wrong.error().message;
  EXPECT_FALSE(read("secrets: [a]\n"));
  EXPECT_FALSE(read("secrets:\n  db: {file: a}\n"));
  EXPECT_FALSE(read("secrets:\n  db: {ref: file:/a, env: perhaps}\n"));
}

TEST(Request, NamesAreDistinct) {
  std::vector<Request> requests{*parse_request("a=file:/a"), *parse_request("b=file:/b")};
  EXPECT_TRUE(check_distinct(requests));
  requests.push_back(*parse_request("c=file:/c,file=b"));
  EXPECT_FALSE(check_distinct(requests));
  requests.back() = *parse_request("a=file:/d,file=e");
  EXPECT_FALSE(check_distinct(requests));
}

TEST(Request, TellsItsFileByAVariable) {
  EXPECT_EQ(file_variable(*parse_request("POSTGRES_PASSWORD=file:/a")), "POSTGRES_PASSWORD_FILE");
  EXPECT_EQ(file_variable(*parse_request("db-password.old=file:/a")), "db_password_old_FILE");
}

TEST(Request, Corpus) { REPLAY_CORPUS(request_fuzz); }

}  // namespace
}  // namespace batten::secrets
