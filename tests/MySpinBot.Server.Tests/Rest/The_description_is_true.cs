using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Newtonsoft.Json.Linq;

namespace MySpinBot.Server.Tests.Rest;

public sealed class The_description_is_true
{
    [Fact]
    public async Task Every_route_is_described_and_every_description_has_its_route()
    {
        await using var server = await RestServer.StartAsync();
        var routes = server.App.Services.GetServices<EndpointDataSource>().Concat(((IEndpointRouteBuilder)server.App).DataSources).SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText is { } path && (path.StartsWith("/api/v1", StringComparison.Ordinal) || path.StartsWith("/health", StringComparison.Ordinal) || path == "/metrics") && path != "/api/v1/bug")
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {route.RoutePattern.RawText}"));

        routes.Distinct().Order(StringComparer.Ordinal).ShouldBe(Operations().Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_served()
    {
        await using var server = await RestServer.StartAsync();
        using var answer = await server.GetAsync("/api/v1/openapi.json");
        JToken.DeepEquals(JObject.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), Promises.Document).ShouldBeTrue();

        using var again = await server.GetAsync("/api/v1/openapi.json", ("If-None-Match", $"W/{answer.Headers.ETag}, \"x\""));
        ((int)again.StatusCode).ShouldBe(304);
    }

    [Fact]
    public void Every_parameter_of_a_path_is_described()
    {
        foreach (var (method, path, operation) in Operations())
        {
            var described = (operation["parameters"] ?? new JArray()).Select(Resolve).Where(parameter => parameter["in"]!.ToString() == "path").Select(parameter => $"{{{parameter["name"]}}}");
            System.Text.RegularExpressions.Regex.Matches(path, @"\{[^}]+\}").Select(match => match.Value).ShouldBe(described, $"{method} {path}");
        }
    }

    [Fact]
    public void Operations_have_names_of_their_own_and_every_reference_leads_somewhere()
    {
        Operations().Select(operation => operation.Operation["operationId"]!.ToString()).ShouldBeUnique();
        foreach (var reference in Promises.Document.Descendants().OfType<JProperty>().Where(property => property.Name == "$ref"))
        {
            Promises.Document.SelectToken(reference.Value.ToString()[2..].Replace('/', '.')).ShouldNotBeNull(reference.Value.ToString());
        }
    }

    [Fact]
    public async Task Its_examples_are_right()
    {
        foreach (var content in Promises.Document.Descendants().OfType<JObject>().Where(content => content["schema"] is JObject && content.Parent is JProperty { Name: var type } && type.EndsWith("json", StringComparison.Ordinal)))
        {
            foreach (var example in (content["examples"]?.Select(named => named.First!["value"]!) ?? []).Concat(content["example"] is { } only ? [only] : []))
            {
                (await Promises.Schema(content["schema"]!)).Validate(example.ToString(Newtonsoft.Json.Formatting.None)).ShouldBeEmpty($"{content.Path}: {example}");
            }
        }
    }

    private static IEnumerable<(string Method, string Path, JObject Operation)> Operations()
        => ((JObject)Promises.Document["paths"]!).Properties().SelectMany(path => ((JObject)path.Value).Properties().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, (JObject)operation.Value)));

    private static JToken Resolve(JToken token) => token["$ref"] is { } reference ? Promises.Document.SelectToken(reference.ToString()[2..].Replace('/', '.'))! : token;
}
