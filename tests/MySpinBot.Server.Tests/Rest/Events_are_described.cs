using System.Reflection;
using System.Text.Json.Serialization;
using MySpinBot.Core.Messages;
using Newtonsoft.Json.Linq;

namespace MySpinBot.Server.Tests.Rest;

/// <summary>Clients switch on what events are, so the description has each of them with its fields.</summary>
public sealed class Events_are_described
{
    public static TheoryData<string, Type> Kinds => new(
        new[] { typeof(RunEvent), typeof(JobEvent) }.SelectMany(events => events.GetCustomAttributes<JsonDerivedTypeAttribute>())
            .Where(kind => kind.DerivedType != typeof(PreviewShown)) // told as where the picture is
            .Select(kind => ((string)kind.TypeDiscriminator!, kind.DerivedType)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_has_its_fields(string name, Type kind)
    {
        var reference = Promises.Document.SelectToken("components.schemas.EventData.discriminator.mapping")![name].ShouldNotBeNull($"'{name}' is not among the kinds of EventData.").ToString();
        var schema = Promises.Document.SelectToken(reference[2..].Replace('/', '.'))!;
        var fields = MessageJson.Options.GetTypeInfo(kind).Properties;

        schema["properties"]!.Children<JProperty>().Select(property => property.Name).Order().ShouldBe(fields.Select(field => field.Name).Append("event").Order());
        schema["required"]!.Select(field => field.ToString()).Order().ShouldBe(fields.Where(field => !IsOptional(field)).Select(field => field.Name).Append("event").Order());
    }

    [Fact]
    public void No_kind_is_described_that_there_is_not()
        => Promises.Document.SelectToken("components.schemas.EventData.discriminator.mapping")!.Children<JProperty>().Select(kind => kind.Name).Order().ShouldBe(Kinds.Select(kind => kind.Data.Item1).Order());

    private static bool IsOptional(System.Text.Json.Serialization.Metadata.JsonPropertyInfo field) => Nullable.GetUnderlyingType(field.PropertyType) is not null || field.IsGetNullable;
}
