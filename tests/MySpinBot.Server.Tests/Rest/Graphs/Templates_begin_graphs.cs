using System.Net;
using MySpinBot.Core.Calling;
using MySpinBot.Core.Catalogs;
using MySpinBot.Core.Validation;
using MySpinBot.Sdk;
using MySpinBot.Server.Rest.Graphs.Calling;
using MySpinBot.Server.Rest.Graphs.Templates;
using MySpinBot.Server.Tests.Files;
using static MySpinBot.Server.Tests.Rest.RestServer;

namespace MySpinBot.Server.Tests.Rest.Graphs;

public sealed class Templates_begin_graphs
{
    private static readonly Catalog All = new(new[] { "MySpinBot.Nodes.Basics", "MySpinBot.Nodes.Media", "MySpinBot.Nodes.Tts", "MySpinBot.Nodes.Esrgan", "MySpinBot.Nodes.Wav2Lip", "MySpinBot.Nodes.Diffusion", "MySpinBot.Nodes.Svd", "MySpinBot.Nodes.Llm" }.SelectMany(Packs.Nodes).Select(node => new CatalogEntry(node.Descriptor, node.Plugin, node.ImplementationId)));

    public static TheoryData<string> Shipped => [.. new TemplateBook().All.Select(template => template.Id)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Those_that_are_shipped_run_with_what_they_ask_for(string id)
    {
        var template = new TemplateBook().All.Single(template => template.Id == id);
        template.Description.ShouldEndWith(".");
        template.Tags.ShouldNotBeEmpty();
        var callable = CallableGraph.Of(template.Document, All);
        callable.Results.ShouldNotBeEmpty();
        foreach (var parameter in callable.Parameters)
        {
            parameter.CanBeGiven.ShouldBeTrue(parameter.Name);
            parameter.Uses.ShouldNotBeEmpty(parameter.Name);
            parameter.Label.ShouldNotBe(parameter.Name);
            FormJson.Widget(parameter).ShouldNotBe("json", parameter.Name);
            (parameter.Description.Length > 0).ShouldBeTrue($"{parameter.Name} has no help.");
        }

        var given = System.Text.Json.JsonSerializer.SerializeToElement(callable.Parameters.Where(parameter => parameter.IsRequired).ToDictionary(parameter => parameter.Name, _ => "some text"));
        var check = CallCheck.Of(callable, given);
        check.Faults.ShouldBeEmpty();
        GraphValidator.Validate(template.Document, All, new ValidationOptions { Inputs = check.Inputs }).Problems.ShouldBeEmpty();
        CallCheck.Of(callable, System.Text.Json.JsonSerializer.SerializeToElement(callable.Parameters.Where(parameter => parameter.Default is not null).ToDictionary(parameter => parameter.Name, parameter => parameter.Default!.Value)))
            .Faults.ShouldAllBe(fault => fault.Code == "missing_input", "Defaults are of their types and within their limits.");
    }

    [Fact]
    public void A_template_knows_its_fields_from_the_nodes_that_they_go_to()
    {
        var picture = CallableGraph.Of(new TemplateBook().All.Single(template => template.Id == "spoken-picture").Document, All);
        var file = picture.Parameters.Single(parameter => parameter.Name == "picture");
        (file.Type, FormJson.Widget(file), file.IsRequired).ShouldBe((SocketTypes.File, "file", true));
        file.FileExtensions.ShouldContain(".png");
        var rate = picture.Parameters.Single(parameter => parameter.Name == "rate");
        (rate.Type, rate.Min, rate.Max).ShouldBe((SocketTypes.Int, 80, 450));
        var zoom = picture.Parameters.Single(parameter => parameter.Name == "zoom");
        (zoom.Min, zoom.Max, zoom.IsAdvanced).ShouldBe((1, 2, true), "The document allows less than the node.");
        picture.Results.Single().Type.ShouldBe(SocketTypes.Video);

        var smaller = CallableGraph.Of(new TemplateBook().All.Single(template => template.Id == "smaller-picture").Document, All);
        smaller.Parameters.Single(parameter => parameter.Name == "method").Choices.ShouldContain("lanczos");
        var card = CallableGraph.Of(new TemplateBook().All.Single(template => template.Id == "title-card").Document, All);
        card.Parameters.Select(FormJson.Widget).ShouldBe(["textarea", "text", "number", "number", "color", "color", "seed"]);
    }

    [Fact]
    public async Task They_are_listed_with_ones_own()
    {
        await using var server = await StartAsync();
        var own = await server.KeepAsync($$"""{"graph": {{GraphClient.Callable}}, "name": "Mine", "template": true}""");
        await server.KeepAsync();
        var templates = await JsonAsync(server.GetAsync("/api/v1/templates"));
        templates.Names("templates").ShouldBe([.. new TemplateBook().All.Select(template => template.Name), "Mine"]);
        (await JsonAsync(server.GetAsync("/api/v1/templates?source=own"))).Names("templates", "id").ShouldBe([own.Split('/')[^1]]);
        (await JsonAsync(server.GetAsync("/api/v1/templates?q=SPEECH+sound&source=shipped"))).Names("templates", "id").ShouldBe(["speech"]);
        (await JsonAsync(server.GetAsync("/api/v1/templates?source=own", ("X-Owner", "other")))).Names("templates").ShouldBeEmpty();
        (await JsonAsync(server.GetAsync("/api/v1/graphs?template=true"))).Names().ShouldBe(["Mine"]);
    }

    [Fact]
    public async Task And_become_graphs_with_other_defaults()
    {
        await using var server = await StartAsync();
        var own = await server.KeepAsync($$"""{"graph": {{GraphClient.Callable}}, "name": "Mine", "template": true, "tags": ["x"]}""");
        var template = (await JsonAsync(server.GetAsync($"/api/v1/templates/{own.Split('/')[^1]}"))).GetProperty("links").Text("instantiate");

        var made = await JsonAsync(server.PostAsync(template, """{"name": "Second", "inputs": {"words": "always"}}"""), HttpStatusCode.Created);
        (made.Text("name"), made.GetProperty("tags")[0].GetString(), made.GetProperty("template").GetBoolean(), made.GetProperty("head").Text("note")).ShouldBe(("Second", "x", false, "Made from the template 'Mine'."));
        (await JsonAsync(server.PostAsync(made.GetProperty("links").Text("run")), HttpStatusCode.Accepted)).Text("name").ShouldBe("Second");

        (await JsonAsync(server.PostAsync(template, """{"inputs": {"how_large": 99, "nobody": 1}}"""), HttpStatusCode.UnprocessableEntity)).Names("problems", "field").ShouldBe(["/inputs/how_large", "/inputs/nobody"]);
        (await JsonAsync(server.PostAsync("/api/v1/templates/speech/instantiate"), HttpStatusCode.Created)).Text("name").ShouldBe("Text to speech");
        (await JsonAsync(server.PostAsync("/api/v1/templates/speach/instantiate"), HttpStatusCode.NotFound)).Text("detail").ShouldBe("There is no template 'speach'. Did you mean 'speech'?");
    }
}
