# After `mvn package`. The image holds no secret: keys and certificates come with its configuration.
ARG LIBERTY_VERSION=26.0.0.3
FROM icr.io/appcafe/open-liberty:${LIBERTY_VERSION}-kernel-slim-java17-openj9-ubi-minimal

COPY --chown=1001:0 liberty/ /config/
RUN features.sh
COPY --chown=1001:0 target/liberty/wlp/usr/servers/defaultServer/lib/ /config/lib/
COPY --chown=1001:0 target/grievances.war /config/apps/

# Two heaps of the C library instead of eight for each core, whose free memory none of the others uses.
ENV MALLOC_ARENA_MAX=2

# Dumps of OpenJ9 would hold records and passwords. HotSpot, which writes none by itself, does not know the option.
RUN echo -Xdump:none > /config/configDropins/defaults/jvm.options

USER 1001
EXPOSE 9443 9444
# It starts the server, which makes itself a key: all containers of the image would share it.
RUN configure.sh && rm -rf /output/resources/security
