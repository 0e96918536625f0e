using System.Text.Json;
using MySpinBot.Imaging.Tests;
using MySpinBot.Nodes.Tts;

namespace MySpinBot.Nodes.Tests.Tts;

/// <summary>Against the word events of libespeak-ng itself: <c>espeak-words</c> of the reference data.</summary>
[Trait("Category", "golden")]
public sealed class Words_have_their_times : IDisposable
{
    private readonly Call _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public async Task They_are_those_that_espeak_tells_programs()
    {
        var errors = new List<double>();
        using var golden = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Golden.Folder("espeak-words"), "words.json"), TestContext.Current.CancellationToken));
        foreach (var sentence in golden.RootElement.GetProperty("sentences").EnumerateArray())
        {
            errors.AddRange(await ErrorsAsync(sentence));
        }

        errors.Sort();
        TestContext.Current.SendDiagnosticMessage($"{errors.Count} words: mean {errors.Average():0.0} ms, 95 % within {errors[errors.Count * 95 / 100]:0} ms, worst {errors[^1]:0} ms");
        errors.Count.ShouldBeGreaterThan(golden.RootElement.GetProperty("sentences").EnumerateArray().Sum(sentence => sentence.GetProperty("words").GetArrayLength()) * 3 / 4);
        errors.Average().ShouldBeLessThan(30);
        errors[errors.Count * 95 / 100].ShouldBeLessThan(80);
    }

    private async Task<IEnumerable<double>> ErrorsAsync(JsonElement sentence)
    {
        var text = sentence.GetProperty("text").GetString()!;
        var result = await TextToSpeechNode.SpeakAsync(text, _call, default, sentence.GetProperty("voice").GetString()!);
        var words = PlacedIn(text, result.Captions);
        var known = sentence.GetProperty("words").EnumerateArray().GroupBy(word => word.GetProperty("place").GetInt32(), word => word.GetProperty("start").GetInt32() / 22.05)
            .ToDictionary(word => word.Key, word => word.Min());
        return words.Skip(1).Where(word => known.ContainsKey(word.Place)).Select(word => Math.Abs((word.Word.Start * 1000) - known[word.Place]));
    }

    private static List<(int Place, CaptionWord Word)> PlacedIn(string text, Captions captions)
    {
        var (places, at) = (new List<(int, CaptionWord)>(), 0);
        foreach (var word in captions.Cues.SelectMany(cue => cue.Words))
        {
            at = text.IndexOf(word.Text, at, StringComparison.Ordinal);
            places.Add((at, word));
            at += word.Text.Length;
        }

        return places;
    }
}
