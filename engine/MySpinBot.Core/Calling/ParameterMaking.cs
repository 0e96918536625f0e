using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents;
using MySpinBot.Core.Sentences;
using MySpinBot.Core.Validation;
using MySpinBot.Core.Validation.Inputs;
using MySpinBot.Sdk;

namespace MySpinBot.Core.Calling;

/// <summary>Makes a parameter of a named input and of what it goes to. A document may narrow it further: <c>title</c>, <c>min</c>, <c>max</c>, <c>step</c>, <c>choices</c>, <c>multiline</c>, <c>advanced</c>.</summary>
internal static class ParameterMaking
{
    public static GraphParameter Of(GraphInput input, List<(ParameterUse Use, InputDescriptor Input)> uses)
    {
        var wanted = uses.ConvertAll(use => use.Input);
        var type = SharedType(input.Type, wanted);
        return new GraphParameter
        {
            Name = input.Name,
            Label = Said(input, "title", JsonValueKind.String) is { } title && Shown.Text(title) is { Length: > 0 } label ? label : input.Name,
            Description = input.Description ?? wanted.Select(each => each.Description).FirstOrDefault(text => text.Length > 0) ?? "",
            Type = type,
            Default = input.Default ?? wanted.Select(Default).FirstOrDefault(otherwise => otherwise is not null),
            IsRequired = input.Default is null && wanted.Exists(each => each is { IsRequired: true, Default: null }),
            Min = Greatest(wanted.Select(each => each.Min).Append(Number(input, "min"))),
            Max = Least(wanted.Select(each => each.Max).Append(Number(input, "max"))),
            Step = Number(input, "step") ?? wanted.Select(each => each.Step).FirstOrDefault(step => step is not null),
            Choices = Choices(input, wanted),
            IsMultiline = Flag(input, "multiline") ?? wanted.Exists(each => each.IsMultiline),
            IsSeed = wanted.Exists(each => each.IsSeed),
            IsColor = wanted.Exists(each => each.IsColor),
            IsAdvanced = Flag(input, "advanced") ?? (wanted.Count > 0 && wanted.TrueForAll(each => each.IsAdvanced)),
            FileFolder = wanted.Select(each => each.FileFolder).FirstOrDefault(folder => folder is not null),
            FileExtensions = wanted.Select(each => each.FileExtensions).FirstOrDefault(extensions => !extensions.IsDefaultOrEmpty, []),
            CanBeGiven = GraphParameter.HasConstants(type) && !wanted.Exists(each => each.IsSecret || each.IsRawLink),
            Uses = [.. uses.Select(use => use.Use)],
        };
    }

    // What all of them take, and the document allows. Where there is nothing of that kind, validation will say so; the first word counts then.
    private static string SharedType(string? declared, List<InputDescriptor> wanted)
    {
        string[]? types = declared is null ? null : Members(declared);
        foreach (var input in wanted)
        {
            var others = Members(input.Type);
            var both = types?.SelectMany(type => others.Select(other => Meet(type, other))).OfType<string>().Distinct().ToArray();
            types = types is null ? others : both is { Length: > 0 } ? both : types;
        }

        return types is null ? SocketTypes.Any : string.Join(',', types);
    }

    private static string[] Members(string type) => type.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } members ? members : [SocketTypes.Any];

    // The narrower of two types of which values of the one are values of the other.
    private static string? Meet(string one, string other) => (one, other) switch
    {
        _ when one == other => one,
        (SocketTypes.Any, _) => other,
        (_, SocketTypes.Any) => one,
        (SocketTypes.Int, SocketTypes.Float) or (SocketTypes.Float, SocketTypes.Int) => SocketTypes.Int,
        (SocketTypes.Text, SocketTypes.Choice) or (SocketTypes.Choice, SocketTypes.Text) => SocketTypes.Choice,
        (SocketTypes.Text, SocketTypes.File) or (SocketTypes.File, SocketTypes.Text) => SocketTypes.File,
        (SocketTypes.Json, _) when ConstantReading.HasConstants(other) => other,
        (_, SocketTypes.Json) when ConstantReading.HasConstants(one) => one,
        _ => null,
    };

    private static ImmutableArray<string> Choices(GraphInput input, List<InputDescriptor> wanted)
    {
        List<string>? shared = null;
        foreach (var choices in wanted.Select(each => each.Choices).Append(Texts(input, "choices")))
        {
            if (!choices.IsDefaultOrEmpty)
            {
                shared = shared is null ? [.. choices] : shared.FindAll(choices.Contains);
            }
        }

        return shared is null ? [] : [.. shared];
    }

    private static JsonElement? Default(InputDescriptor input)
        => DefaultBinding.Of(input) is { Kind: BindingKind.Constant or BindingKind.File, Constant: { } constant } && constant is not double.NaN
            ? constant as JsonElement? ?? JsonSerializer.SerializeToElement(constant) : null;

    private static double? Greatest(IEnumerable<double?> limits) => limits.Where(limit => limit is { } number && double.IsFinite(number)).Max();

    private static double? Least(IEnumerable<double?> limits) => limits.Where(limit => limit is { } number && double.IsFinite(number)).Min();

    private static JsonElement? Said(GraphInput input, string field, JsonValueKind kind)
    {
        foreach (var (name, value) in input.Rest)
        {
            if (name == field && value.ValueKind == kind)
            {
                return value;
            }
        }

        return null;
    }

    private static double? Number(GraphInput input, string field) => Said(input, field, JsonValueKind.Number) is { } said && said.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static bool? Flag(GraphInput input, string field) => Said(input, field, JsonValueKind.True) is not null ? true : Said(input, field, JsonValueKind.False) is not null ? false : null;

    private static ImmutableArray<string> Texts(GraphInput input, string field)
        => Said(input, field, JsonValueKind.Array) is { } list ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(Shown.Text).OfType<string>()] : [];
}
