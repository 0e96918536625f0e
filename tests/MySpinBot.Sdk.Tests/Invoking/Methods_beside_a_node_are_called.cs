using System.Text.Json.Nodes;
using MySpinBot.Sdk.Tests.Declared;
using MySpinBot.Sdk.Tests.Fakes;

namespace MySpinBot.Sdk.Tests.Invoking;

public sealed class Methods_beside_a_node_are_called
{
    [Fact]
    public void An_ask_method_names_what_it_wants_until_it_is_known()
    {
        var ask = Calls.Node("LazySwitch").Ask.ShouldNotBeNull();

        ask(Calls.To("LazySwitch")).ShouldBeEmpty();
        ask(Calls.To("LazySwitch", ("condition", true))).ShouldBe(["on_true"]);
        ask(Calls.To("LazySwitch", ("condition", false), ("on_true", "x"))).ShouldBe(["on_false"]);
        ask(Calls.To("LazySwitch", ("condition", true), ("on_true", "x"))).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_host_says_is_known_counts_as_known_without_a_value()
    {
        var inputs = new object?[] { true, NodeCall.Missing, NodeCall.Missing };
        var call = new NodeCall(inputs, new QuietContext(), new PackServices(Calls.Pack)) { KnownNames = new HashSet<string> { "condition", "on_true" } };

        Calls.Node("LazySwitch").Ask.ShouldNotBeNull()(call).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_instance_gets_its_services_and_is_made_once()
    {
        var services = new PackServices(Calls.Pack);
        services.Get<AskingNodes>().ShouldBeSameAs(services.Get<AskingNodes>());
        (await Calls.Run("Greet", ("name", "Ada"))).ShouldBe(["Good morning Ada x2 Bilinear {\"loud\":true}"]);
    }

    [Fact]
    public void A_fingerprint_sees_null_for_what_is_not_known()
    {
        var print = Calls.Node("Greet").Fingerprint.ShouldNotBeNull();

        print(Calls.To("Greet", ("name", "Ada"), ("times", 3L))).ShouldBe("Good morning/Ada/3");
        print(Calls.To("Greet", ("name", "Ada"))).ShouldBe("Good morning/Ada/?");
        print(Calls.To("Greet")).ShouldBeNull();
    }

    [Fact]
    public void Validation_sees_the_default_where_its_parameter_cannot_be_null()
    {
        var validate = Calls.Node("Greet").Validate.ShouldNotBeNull();

        validate(Calls.To("Greet")).ShouldBeEmpty();
        validate(Calls.To("Greet", ("times", 11L), ("mode", "Nearest"))).ShouldBe([new InputFault("times", "11 is too often (Nearest).")]);
        validate(Calls.To("Greet", ("times", 11L))).ShouldBe([new InputFault("times", "11 is too often ().")]);
    }

    [Fact]
    public void Memory_need_is_a_function_of_the_inputs()
        => Calls.Node("Greet").Need.ShouldNotBeNull()(Calls.To("Greet", ("times", 4L))).ShouldBe(new MemoryNeed(DeviceId.Cpu, 400));

    [Fact]
    public void Migrations_stand_by_the_version_that_they_read()
    {
        var migrations = Calls.Node("Greet").Migrations;

        migrations.Keys.ShouldBe([1, 2]);
        migrations[2](migrations[1](new JsonObject { ["name"] = "Ada" })).ToJsonString().ShouldBe("""{"name":"Ada","times":1,"mode":"Bilinear"}""");
    }

    [Fact]
    public async Task A_capability_is_made_with_its_services()
    {
        var capability = Calls.Pack.Services.Single(service => service.CapabilityName == "letters");
        var letters = capability.Make(new PackServices(Calls.Pack)).ShouldBeOfType<LetterCounts>();

        (await letters.ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Name.ShouldBe("Good morning");
    }

    [Fact]
    public void A_socket_with_a_codec_is_stored_and_one_without_is_live()
    {
        var mesh = Calls.Pack.Sockets.Single(socket => socket.Name == "MESH");
        using var bytes = new MemoryStream();
        mesh.Encode.ShouldNotBeNull()(new Mesh(9), bytes);
        bytes.Position = 0;

        mesh.Decode.ShouldNotBeNull()(bytes).ShouldBe(new Mesh(9));
        Calls.Pack.Sockets.Single(socket => socket.Name == "HANDLE").CodecName.ShouldBeNull();
    }
}
