package org.grievances.faults;

import java.util.Random;
import java.util.function.BiConsumer;

/**
 * The ways to turn a valid request into a bad one. The order matters: the body comes before its
 * framing.
 */
enum Mutation {
  DEEP_NESTING(BodyMutations::nestDeeply),
  HUGE_NUMBER(BodyMutations::sendHugeNumber),
  REPEATED_MEMBERS(BodyMutations::repeatMembers),
  NOT_UTF8(BodyMutations::breakUtf8),
  LONE_SURROGATES(BodyMutations::sendLoneSurrogates),
  NUL(BodyMutations::sendNul),
  SQL(BodyMutations::sendSql),
  LONG_TEXT(BodyMutations::sendLongText),
  MANY_ITEMS(BodyMutations::sendManyItems),
  OTHER_TEXT(BodyMutations::sendOtherText),
  RANDOM_BYTES(BodyMutations::sendRandomBytes),
  SCRAMBLED(BodyMutations::scramble),
  GZIP_BOMB(FramingMutations::sendGzipBomb),
  BROKEN_GZIP(FramingMutations::breakGzip),
  OTHER_ENCODING(FramingMutations::sendOtherEncoding),
  WRONG_LENGTH(FramingMutations::sendWrongLength),
  BROKEN_CHUNKS(FramingMutations::breakChunks),
  CONFLICTING_FRAMING(FramingMutations::sendConflictingFraming),
  OTHER_METHOD(HeaderMutations::useOtherMethod),
  OTHER_VERSION(HeaderMutations::useOtherVersion),
  ODD_PATH(HeaderMutations::useOddPath),
  PARAMETERS(HeaderMutations::sendParameters),
  ODD_PARAMETER(ParameterMutations::sendOddParameter),
  OTHER_CONTENT_TYPE(HeaderMutations::sendOtherContentType),
  ODD_HEADER(HeaderMutations::sendOddHeader),
  INJECTED_HEADER(HeaderMutations::injectHeader),
  TOO_MANY_HEADERS(HeaderMutations::sendTooManyHeaders),
  OTHER_DATABASE(HeaderMutations::sendOtherDatabase),
  DROPPED_HEADERS(HeaderMutations::dropHeaders),
  NO_CREDENTIALS(CredentialMutations::dropCredentials),
  COOKIE(CredentialMutations::sendCookie),
  BAD_TOKEN(CredentialMutations::corruptToken),
  BAD_API_KEY(CredentialMutations::corruptApiKey),
  NOT_HTTP(HeaderMutations::sendNonHttp);

  private final BiConsumer<RawRequestBuilder, Random> change;

  Mutation(BiConsumer<RawRequestBuilder, Random> change) {
    this.change = change;
  }

  void applyTo(RawRequestBuilder request, Random random) {
    change.accept(request, random);
  }
}
