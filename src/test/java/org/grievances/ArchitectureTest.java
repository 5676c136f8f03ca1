package org.grievances;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.EntityManagerFactory;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.sql.Connection;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.grievances.activity.Activity;
import org.grievances.http.problem.ProblemPages;
import org.grievances.http.request.Needs;

/** Architecture rules: the directions of imports, and what each package may know. */
@AnalyzeClasses(packages = "org.grievances", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule importsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("openapi")
          .definedBy("..openapi..")
          .layer("administration")
          .definedBy("..administration..")
          .layer("profiles")
          .definedBy("..profiles..")
          .whereLayer("profiles")
          .mayNotBeAccessedByAnyLayer()
          .layer("reports")
          .definedBy("..reports..")
          .whereLayer("reports")
          .mayNotBeAccessedByAnyLayer()
          .layer("webhook")
          .definedBy("..webhook..")
          .whereLayer("webhook")
          .mayNotBeAccessedByAnyLayer()
          .layer("access")
          .definedBy("org.grievances.access")
          .whereLayer("access")
          .mayOnlyBeAccessedByLayers("openapi")
          .layer("changes")
          .definedBy("..changes..")
          .whereLayer("changes")
          .mayNotBeAccessedByAnyLayer()
          .layer("statistics")
          .definedBy("..statistics..")
          .whereLayer("statistics")
          .mayNotBeAccessedByAnyLayer()
          .layer("deadline")
          .definedBy("..deadline..")
          .whereLayer("deadline")
          .mayNotBeAccessedByAnyLayer()
          .layer("grievance")
          .definedBy("..grievance..")
          .layer("codelist")
          .definedBy("..codelist..")
          .layer("security")
          .definedBy("..security..")
          .layer("endpoint")
          .definedBy("..endpoint..")
          .layer("jobs.resource")
          .definedBy("..jobs.resource..")
          .layer("http")
          .definedBy("..http..")
          .layer("jobs")
          .definedBy("org.grievances.jobs")
          .layer("batch")
          .definedBy("..batch..")
          .layer("records")
          .definedBy("..records..")
          .layer("idempotency")
          .definedBy("..idempotency..")
          .layer("item")
          .definedBy("..item..")
          .layer("database")
          .definedBy("..database..")
          .layer("schema")
          .definedBy("..schema..")
          .layer("below")
          .definedBy(
              "org.grievances.failure",
              "..activity..",
              "..audit..",
              "..csv..",
              "..digest..",
              "..gzip..",
              "..body..",
              "..json..",
              "org.grievances.metrics",
              "..settings..",
              "..tls..",
              "..tracing..")
          .layer("health")
          .definedBy("..health..")
          .whereLayer("health")
          .mayNotBeAccessedByAnyLayer()
          .layer("startup")
          .definedBy("..startup..")
          .whereLayer("startup")
          .mayNotBeAccessedByAnyLayer()
          .layer("console")
          .definedBy("..console..")
          .layer("openid")
          .definedBy("..openid..")
          .whereLayer("openid")
          .mayOnlyBeAccessedByLayers("security")
          .whereLayer("console")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("openapi")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("security")
          .mayOnlyBeAccessedByLayers("webhook")
          .whereLayer("administration")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("grievance")
          .mayOnlyBeAccessedByLayers(
              "access",
              "administration",
              "changes",
              "deadline",
              "openapi",
              "profiles",
              "reports",
              "statistics",
              "webhook")
          .whereLayer("codelist")
          .mayOnlyBeAccessedByLayers("grievance", "openapi")
          .whereLayer("endpoint")
          .mayOnlyBeAccessedByLayers("administration", "grievance", "codelist", "reports")
          .whereLayer("jobs.resource")
          .mayOnlyBeAccessedByLayers("endpoint")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers(
              "access",
              "administration",
              "changes",
              "deadline",
              "grievance",
              "codelist",
              "console",
              "security",
              "openapi",
              "profiles",
              "reports",
              "statistics",
              "endpoint",
              "jobs.resource",
              "webhook")
          .whereLayer("jobs")
          .mayOnlyBeAccessedByLayers("endpoint", "jobs.resource", "webhook")
          .whereLayer("batch")
          .mayOnlyBeAccessedByLayers(
              "grievance", "codelist", "http", "endpoint", "jobs.resource", "jobs", "reports")
          .whereLayer("records")
          .mayOnlyBeAccessedByLayers(
              "access",
              "administration",
              "changes",
              "deadline",
              "grievance",
              "codelist",
              "http",
              "endpoint",
              "jobs.resource",
              "profiles",
              "reports",
              "security",
              "statistics",
              "webhook")
          .whereLayer("idempotency")
          .mayOnlyBeAccessedByLayers(
              "http", "endpoint", "jobs.resource", "jobs", "batch", "records")
          .whereLayer("item")
          .mayOnlyBeAccessedByLayers(
              "access",
              "administration",
              "changes",
              "deadline",
              "grievance",
              "http",
              "endpoint",
              "jobs.resource",
              "jobs",
              "batch",
              "records",
              "idempotency",
              "profiles",
              "reports",
              "security",
              "statistics")
          .whereLayer("database")
          .mayOnlyBeAccessedByLayers(
              "access",
              "administration",
              "health",
              "changes",
              "deadline",
              "grievance",
              "http",
              "endpoint",
              "jobs.resource",
              "jobs",
              "batch",
              "records",
              "idempotency",
              "profiles",
              "reports",
              "security",
              "statistics",
              "webhook")
          .whereLayer("schema")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule onlyTheEdgeSpeaksHttp =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.grievances.jobs",
              "..batch..",
              "..records..",
              "..idempotency..",
              "..item..",
              "..database..",
              "..openid..",
              "..schema..",
              "org.grievances.failure",
              "..activity..",
              "..audit..",
              "..csv..",
              "..digest..",
              "..gzip..",
              "..body..",
              "..json..",
              "org.grievances.metrics",
              "..settings..",
              "..startup..",
              "..tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule theLoadingProgramKnowsNothingOfTheService =
      noClasses()
          .that()
          .resideInAPackage("..loader..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.grievances..")
                  .and(resideOutsideOfPackages("..loader..", "..csv..", "..gzip..")));

  @ArchTest
  static final ArchRule theServiceKnowsNothingOfTheLoadingProgram =
      noClasses()
          .that()
          .resideOutsideOfPackage("..loader..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.grievances.loader..",
              "com.fasterxml.jackson..",
              "picocli..",
              "me.tongfei..",
              "dev.failsafe..");

  @ArchTest
  static final ArchRule theGeneratedClientKnowsNothingOfTheLoadingProgram =
      noClasses()
          .that()
          .resideInAPackage("org.grievances.loader.client..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.grievances.loader");

  @ArchTest
  static final ArchRule theProgramThatChecksAConfigurationKnowsOnlySettings =
      noClasses()
          .that()
          .resideInAPackage("..check..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.grievances..")
                  .and(resideOutsideOfPackages("..check..", "..settings..")));

  @ArchTest
  static final ArchRule settingsNeedNoServer =
      noClasses()
          .that()
          .resideInAPackage("..settings..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "..settings..");

  @ArchTest
  static final ArchRule noPackageLeadsBackToItself =
      slices().matching("org.grievances.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheDatabasePackageHoldsConnections =
      noClasses()
          .that()
          .resideOutsideOfPackages("..database..", "..check..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Connection.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(EntityManagerFactory.class);

  /** Without it, an operation is for nobody with limits. */
  @ArchTest
  static final ArchRule everyOperationSaysWhatLimitedCallersNeed =
      methods()
          .that()
          .areAnnotatedWith(GET.class)
          .or()
          .areAnnotatedWith(POST.class)
          .or()
          .areAnnotatedWith(PUT.class)
          .or()
          .areAnnotatedWith(PATCH.class)
          .or()
          .areAnnotatedWith(DELETE.class)
          .and()
          .areNotDeclaredIn(ProblemPages.class)
          .should()
          .beAnnotatedWith(Needs.class);

  @ArchTest
  static final ArchRule exceptionsAreLoggedWithoutTheirMessages =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Activity.class)
          .should()
          .callMethod(
              Logger.class, "log", java.util.logging.Level.class, String.class, Throwable.class);

  /** The JDK's stream ends silently at whatever does not look like a member. */
  @ArchTest
  static final ArchRule gzipIsReadByOneClass =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.grievances.loader.client..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(GZIPInputStream.class);

  @ArchTest
  static final ArchRule namesAreTheFieldsOwn =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Impl")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper");
}
