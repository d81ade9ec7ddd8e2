# The application in a container. Behind a proxy of your own: pass --build-arg for each image.
ARG NODE_IMAGE=node:22-slim
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

# the pages' style and scripts, as `dotnet build` makes them where npm is at hand
FROM ${NODE_IMAGE} AS assets
WORKDIR /source
COPY src/TwinningWorkflow.Web/package.json src/TwinningWorkflow.Web/package-lock.json src/TwinningWorkflow.Web/.npmrc ./
RUN npm ci --omit=dev --ignore-scripts --include=optional --no-audit --no-fund
COPY src/TwinningWorkflow.Web/Assets Assets
RUN node Assets/build.mjs

FROM ${SDK_IMAGE} AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/TwinningWorkflow.Engine/*.csproj src/TwinningWorkflow.Engine/
COPY src/TwinningWorkflow.History/*.csproj src/TwinningWorkflow.History/
COPY src/TwinningWorkflow.Web/*.csproj src/TwinningWorkflow.Web/
COPY src/TwinningWorkflow.Web/Assets src/TwinningWorkflow.Web/Assets
RUN dotnet restore src/TwinningWorkflow.Web
COPY src src
COPY workflows workflows
COPY --from=assets /source/wwwroot/lib src/TwinningWorkflow.Web/wwwroot/lib
RUN dotnet publish src/TwinningWorkflow.Web --configuration Release --no-restore --output /app

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .
COPY workflows workflows
# the folder of SQLite and of .eml files, should neither a server for data nor one for mail be set
RUN mkdir /data && chown "$APP_UID" /data
VOLUME /data
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 Data=/data Mail__Pickup=/data/mail
EXPOSE 8080
USER $APP_UID
# the image has no curl: bash asks for itself
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "TwinningWorkflow.Web.dll"]
