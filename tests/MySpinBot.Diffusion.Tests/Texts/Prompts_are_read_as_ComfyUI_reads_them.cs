using System.Text.Json;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Imaging.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Texts;

/// <summary>Weights, learnt words and chunks of every prompt of the reference data.</summary>
[Trait("Category", "golden")]
public sealed class Prompts_are_read_as_ComfyUI_reads_them
{
    private static readonly JsonElement Prompts = Golden.Json("comfy-sampling", "prompts.json");

    [Fact]
    public void Weights_and_parentheses()
    {
        foreach (var each in Prompts.GetProperty("parse").EnumerateArray())
        {
            var prompt = each.GetProperty("prompt").GetString()!;
            var segments = PromptSegments.Of(prompt);
            segments.Select(segment => segment.Text).ShouldBe(each.GetProperty("segments").EnumerateArray().Select(segment => segment[0].GetString()), prompt);
            segments.Select(segment => segment.Weight).ShouldBe(each.GetProperty("segments").EnumerateArray().Select(segment => Number(segment[1])), prompt);
            segments.Select(segment => PromptReading.Words(segment.Text).ToArray()).ShouldBe(each.GetProperty("words").EnumerateArray().Select(words => words.EnumerateArray().Select(word => word.GetString()!).ToArray()), prompt);
        }
    }

    [Fact]
    public void Chunks_and_learnt_words()
    {
        Dictionary<string, LearntVector[]> words = new() { ["toy"] = [.. Enumerable.Range(0, 3).Select(i => new LearntVector("toy", i, default))], ["one"] = [new LearntVector("one", 0, default)] };
        foreach (var each in Prompts.GetProperty("tokenize").EnumerateArray())
        {
            var prompt = each.GetProperty("prompt").GetString()!;
            Compare(each.GetProperty("with_embeddings"), Toy(name => words.GetValueOrDefault(Path.GetExtension(name) == ".safetensors" ? Path.GetFileNameWithoutExtension(name) : name)).Read(prompt), prompt);
            Compare(each.GetProperty("without_directory"), Toy(null).Read(prompt), prompt);
        }
    }

    [Fact]
    public void What_weighs_acts_towards_no_text_at_all()
    {
        var golden = Golden.Json("comfy-sampling", "weights.json");
        var tensors = Golden.Tensors("comfy-sampling", "weights.safetensors");
        foreach (var each in golden.GetProperty("cases").EnumerateArray())
        {
            string Key(string of) => each.GetProperty(of).GetString()!;
            var (sections, tokens) = (each.GetProperty("sections").GetInt32(), each.GetProperty("tokens").GetInt32());
            var (z, weights) = (tensors.Floats(Key("z")), tensors.Floats(Key("weights")));
            var size = tensors.Shape(Key("z"))[1] * tensors.Shape(Key("z"))[2];
            var result = z[..(sections * size)];
            for (var section = 0; section < sections; section++)
            {
                var chunk = weights.AsSpan(section * tokens, tokens).ToArray().Select(weight => new PromptToken(0, weight, 1));
                TokenWeighting.Apply(result.AsSpan(section * size, size), z.AsSpan(^size..), [.. chunk]);
            }

            Seen.Farthest(result, tensors.Floats(Key("out"))).ShouldBeLessThanOrEqualTo(1e-6, Key("name"));
        }
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_with_a_sentence()
    {
        Should.Throw<NodeFailure>(() => Toy(null).Read("(x:inf)")).Message.ShouldContain("a finite number");
        Should.Throw<NodeFailure>(() => Toy(null).Read(new string('a', PromptReading.MostCharacters + 1))).Message.ShouldContain("65537 characters");
        Should.Throw<NodeFailure>(() => Toy(null).Read(new string('(', 1000) + "a" + new string(')', 1000))).Message.ShouldContain("nested more than");
        Toy(_ => null).Read("a embedding:missing, embedding:").Missing.ShouldBe(["missing", ""]);
    }

    private static void Compare(JsonElement wanted, PromptTokens read, string prompt)
    {
        read.Chunks.Length.ShouldBe(wanted.GetArrayLength(), prompt);
        foreach (var (chunk, one) in read.Chunks.Zip(wanted.EnumerateArray()))
        {
            chunk.Length.ShouldBe(one.GetProperty("length").GetInt32(), prompt);
            var told = one.GetProperty("tokens").EnumerateArray().Select(token => (Name(token[0]), Number(token[1]), token[2].GetInt32())).ToList();

            // Repeated ends that fill are cut off in the data.
            told.AddRange(Enumerable.Repeat(("49407", 1.0, 0), chunk.Length - told.Count));
            chunk.Select(token => (Name(token), token.Weight, token.Word)).ShouldBe(told, prompt);
        }
    }

    private static string Name(JsonElement token) => token.ValueKind == JsonValueKind.String ? token.GetString()! : token.GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Name(PromptToken token)
        => token.Learnt is { } learnt ? learnt.Word == "one" ? "one" : $"{learnt.Word}[{learnt.Index}]" : token.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static double Number(JsonElement number) => number.ValueKind == JsonValueKind.String ? double.PositiveInfinity : number.GetDouble();

    // One token for each letter that is no blank.
    private static PromptReading Toy(Func<string, IReadOnlyList<LearntVector>?>? learnt)
        => new(text => [.. text.EnumerateRunes().Where(rune => !System.Text.Rune.IsWhiteSpace(rune)).Select(rune => rune.Value)], 49406, 49407, 77, learnt);
}
