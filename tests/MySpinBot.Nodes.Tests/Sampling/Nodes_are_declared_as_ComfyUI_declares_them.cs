using System.Reflection;
using System.Text.Json;
using MySpinBot.Sdk.Testing;

namespace MySpinBot.Nodes.Tests.Sampling;

/// <summary>Nodes of diffusion beside what ComfyUI says of its own of the same name: inputs, their order, defaults, limits and choices, and outputs. An input more is an optional one, behind theirs.</summary>
public sealed class Nodes_are_declared_as_ComfyUI_declares_them
{
    private static readonly Lazy<JsonElement?> Theirs = new(() => Environment.GetEnvironmentVariable("MYSPINBOT_PAIRS") is { Length: > 0 } folder && Path.Combine(folder, "object_info.json") is var file && File.Exists(file)
        ? JsonDocument.Parse(File.ReadAllBytes(file)).RootElement : null);

    private static readonly IReadOnlyDictionary<string, NodeDescriptor> Ours = new[] { "Diffusion", "Svd" }
        .SelectMany(name => NodeRunner.PackOf(Assembly.Load($"MySpinBot.Nodes.{name}")).Nodes).Select(node => node.Descriptor).ToDictionary(node => node.ClassType);

    /// <summary>Choices that need what is not here: other models, and weights of 8 bits.</summary>
    private static readonly string[] FewerChoices = ["CLIPLoader.type", "UNETLoader.weight_dtype"];

    public static TheoryData<string> Names => Theirs.Value is { } theirs ? [.. Ours.Keys.Where(name => theirs.TryGetProperty(name, out _))] : [""];

    [Theory, MemberData(nameof(Names))]
    public void In(string name)
    {
        const string Missing = "MYSPINBOT_PAIRS names no folder with documents of ComfyUI, so nothing was compared.";
        if (Theirs.Value is not { } all)
        {
            (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }).ShouldBeFalse(Missing);
            Assert.Skip(Missing);
            return;
        }

        var (ours, theirs) = (Ours[name], all.GetProperty(name));
        var inputs = ours.Inputs.Where(input => input.Hidden is null).ToList();
        var wanted = new[] { "required", "optional" }.SelectMany(kind => theirs.GetProperty("input").TryGetProperty(kind, out var some) ? some.EnumerateObject() : []).ToList();

        inputs.Take(wanted.Count).Select(input => input.Name).ShouldBe(wanted.Select(input => input.Name));
        inputs.Skip(wanted.Count).ShouldAllBe(input => !input.IsRequired);
        foreach (var (input, declared) in inputs.Zip(wanted))
        {
            Says(input, declared.Value, $"{name}.{input.Name}");
        }

        ours.Outputs.Select(output => output.Type).ShouldBe(theirs.GetProperty("output").EnumerateArray().Select(output => output.GetString()));
        ours.Outputs.Select(output => output.Name).ShouldBe(theirs.GetProperty("output_name").EnumerateArray().Select(output => output.GetString()));
    }

    // Every number of 64 bits is a seed, so that one has no limits to say.
    private static void Says(InputDescriptor ours, JsonElement theirs, string where)
    {
        var options = theirs.GetArrayLength() > 1 ? theirs[1] : default;
        var choices = theirs[0].ValueKind == JsonValueKind.Array ? theirs[0] : options.ValueKind == JsonValueKind.Object && options.TryGetProperty("options", out var listed) ? listed : default;
        if (ours.FileFolder is not null)
        {
            choices.ValueKind.ShouldBe(JsonValueKind.Array, where);
            return;
        }

        if (choices.ValueKind == JsonValueKind.Array)
        {
            string[] names = [.. choices.EnumerateArray().Select(choice => choice.GetString()!)];
            ours.Choices.ShouldBe(FewerChoices.Contains(where) ? names.Intersect(ours.Choices) : names, where);
            (ours.Default ?? ours.Choices[0]).ShouldBe(names[0], where);
            return;
        }

        ours.Type.ShouldBe(theirs[0].GetString(), where);
        foreach (var (key, value) in new[] { ("default", ours.Default), ("min", ours.Min), ("max", ours.Max) })
        {
            if (options.ValueKind == JsonValueKind.Object && options.TryGetProperty(key, out var wanted) && (key is "default" || !ours.IsSeed))
            {
                Text(value).ShouldBe(Text(wanted), $"{where}: {key}");
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        JsonElement { ValueKind: JsonValueKind.Number } number => Text(number.GetDouble()),
        JsonElement element => element.ToString(),
        bool flag => flag ? "True" : "False",
        string text => text,
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
    };
}
