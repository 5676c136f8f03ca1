package org.grievances.faults;

import java.util.Random;
import java.util.function.BiConsumer;

/** The ways in which a good request is made a bad one. */
enum Harm {
  DEEP_NESTING(BadBodies::nestDeep),
  HUGE_NUMBER(BadBodies::sendHugeNumber),
  REPEATED_MEMBERS(BadBodies::repeatMembers),
  NOT_UTF8(BadBodies::breakUtf8),
  LONE_SURROGATES(BadBodies::sendLoneSurrogates),
  NUL(BadBodies::sendNul),
  SQL(BadBodies::sendSql),
  LONG_TEXT(BadBodies::sendLongText),
  MANY_ITEMS(BadBodies::sendManyItems),
  OTHER_SHAPE(BadBodies::sendOtherShape),
  NOISE(BadBodies::sendNoise),
  SCRAMBLED(BadBodies::scramble),
  GZIP_BOMB(BadFraming::sendGzipBomb),
  BROKEN_GZIP(BadFraming::breakGzip),
  OTHER_ENCODING(BadFraming::sendOtherEncoding),
  WRONG_LENGTH(BadFraming::lieAboutLength),
  BROKEN_CHUNKS(BadFraming::breakChunks),
  TWO_FRAMINGS(BadFraming::sendTwoFramings),
  OTHER_METHOD(BadHeads::useOtherMethod),
  OTHER_VERSION(BadHeads::useOtherVersion),
  ODD_PATH(BadHeads::useOddPath),
  PARAMETERS(BadHeads::sendParameters),
  OTHER_TYPE(BadHeads::sendOtherType),
  ODD_HEADER(BadHeads::sendOddHeader),
  INJECTED_HEADER(BadHeads::injectHeader),
  TOO_MANY_HEADERS(BadHeads::sendTooManyHeaders),
  OTHER_DATABASE(BadHeads::nameOtherDatabase),
  DROPPED_HEADERS(BadHeads::dropHeaders),
  BAD_TOKEN(BadCredentials::harmToken),
  BAD_KEY(BadCredentials::harmKey),
  NOT_HTTP(BadHeads::sendNoHttp);

  private final BiConsumer<Draft, Random> done;

  Harm(BiConsumer<Draft, Random> done) {
    this.done = done;
  }

  void doTo(Draft draft, Random random) {
    done.accept(draft, random);
  }
}
