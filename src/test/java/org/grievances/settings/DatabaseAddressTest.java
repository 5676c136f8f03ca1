package org.grievances.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAddressTest {
  private static DatabaseAddress address(String rest) {
    return DatabaseAddress.of("jdbc:postgresql:" + rest).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "//db.plan.example:5432/northwind, true",
    "//db.plan.example/northwind?sslmode=prefer, true",
    "//db.plan.example/northwind?sslmode=require, true",
    "//db.plan.example/northwind?sslmode=verify-ca, true",
    "//db.plan.example/northwind?user=a&sslmode=verify-full, false",
    "'//db1.example:5432,localhost:5433/northwind', true",
    "'//db1.example:5432,db2.example/northwind?sslMode=verify-full', false",
    "//localhost:5432/northwind, false",
    "//127.0.0.1/northwind, false",
    "//[::1]:5432/northwind, false",
    "//localhost.example/northwind, true",
    "//127.0.0.1.example/northwind, true",
    "northwind, false",
  })
  void addressesOfOtherMachinesNeedVerifiedTls(String rest, boolean exposed) {
    assertEquals(exposed, address(rest).isExposed());
  }

  @Test
  void sameDatabaseIsFoundUnderAnotherSpellingOfItsAddress() {
    DatabaseAddress one = address("//db1.example:5432,db2.example/northwind?sslmode=require");
    assertEquals(true, one.isSame(address("//db2.example:5432/northwind")));
    assertEquals(false, one.isSame(address("//db2.example:5433/northwind")));
    assertEquals(false, one.isSame(address("//db2.example/southwind")));
  }

  @Test
  void otherProductsHaveNoAddress() {
    assertEquals(true, DatabaseAddress.of("jdbc:derby:/data/alpha").isEmpty());
  }
}
