using System.Globalization;
using System.Text.Json;
using MySpinBot.Imaging.Tests;
using MySpinBot.Inference;
using MySpinBot.Nodes.Wav2Lip;
using static MySpinBot.Nodes.Tests.Lips.Wav2LipGolden;

namespace MySpinBot.Nodes.Tests.Lips;

[Trait("Category", "golden")]
public sealed class Speech_is_heard_as_the_reference_hears_it
{
    private static readonly double Allowed = Golden.Tolerance(Golden.Folder("wav2lip"), 1e-4, "mel");

    public static TheoryData<string> Sounds => [.. Keys.Where(key => key.EndsWith(".samples", StringComparison.Ordinal)).Select(key => key[..^".samples".Length])];

    [Fact]
    public void The_spectrogram_of_speech_is_the_reference()
    {
        var mel = MelSpectrogram.Of(Speech(), default);

        Numbers.Shape("audio.mel").ShouldBe([MelSpectrogram.Bands.Count, mel.Steps]);
        Farthest(mel.Values, Numbers.Floats("audio.mel")).ShouldBeLessThan(Allowed);
    }

    [Theory]
    [MemberData(nameof(Sounds))]
    public void So_is_that_of(string sound)
    {
        var mel = MelSpectrogram.Of(Numbers.Floats($"{sound}.samples"), default);

        Numbers.Shape($"{sound}.mel").ShouldBe([MelSpectrogram.Bands.Count, mel.Steps]);
        Farthest(mel.Values, Numbers.Floats($"{sound}.mel")).ShouldBeLessThan(Allowed);
    }

    [Fact]
    public void High_frequencies_are_raised_alike()
    {
        var (key, inside) = Part("audio.preemphasis");
        var (expected, sound) = (Doubles(key), Speech());

        expected.Length.ShouldBe(int.Parse(inside.TrimStart(':'), CultureInfo.InvariantCulture));
        for (var i = 0; i < expected.Length; i++)
        {
            SpeechSpectrum.Emphasised(sound, i).ShouldBe(expected[i], 1e-12);
        }
    }

    [Fact]
    public void The_window_is_the_reference()
    {
        var (key, _) = Numbered("audio.hann_window_");
        var (window, expected) = (SpeechSpectrum.Hann(), Doubles(key));

        window.Length.ShouldBe(expected.Length);
        window.Zip(expected, (ours, theirs) => Math.Abs(ours - theirs)).Max().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Magnitudes_are_the_reference()
    {
        var (key, inside) = Part("audio.stft_mag");
        var (expected, shape, sound) = (Numbers.Floats(key), Numbers.Shape(key), Speech());
        var (spectrum, block) = (new SpeechSpectrum(), new float[SpeechSpectrum.Bins * SpeechSpectrum.AtOnce]);
        shape.ShouldBe([SpeechSpectrum.Bins, int.Parse(inside.Split(':')[^1], CultureInfo.InvariantCulture)]);
        for (var step = 0; step < shape[1]; step++)
        {
            var within = step % SpeechSpectrum.AtOnce;
            if (within == 0)
            {
                spectrum.Read(sound, step, block);
            }

            for (var bin = 0; bin < shape[0]; bin++)
            {
                var theirs = expected[(bin * shape[1]) + step];
                ((double)block[(bin * SpeechSpectrum.AtOnce) + within]).ShouldBe(theirs, 1e-5 + (1e-5 * theirs));
            }
        }
    }

    [Fact]
    public void The_bands_are_the_reference()
    {
        var (expected, shape) = (Numbers.Floats("audio.mel_basis"), Numbers.Shape("audio.mel_basis"));
        var dense = new float[expected.Length];
        for (var band = 0; band < MelSpectrogram.Bands.Count; band++)
        {
            var (first, weights) = MelSpectrogram.Bands[band];
            weights.CopyTo(dense, (band * shape[1]) + first);
        }

        shape.ShouldBe([MelSpectrogram.Bands.Count, SpeechSpectrum.Bins]);
        Farthest(dense, expected).ShouldBeLessThan(1e-7);
    }

    [Fact]
    public void Each_frame_hears_what_it_should_at_any_frame_rate()
    {
        var data = Golden.Json("wav2lip", "mel_chunks.json");
        data.GetProperty("mel_step_size").GetInt32().ShouldBe(Wav2LipGenerator.MelSteps);
        foreach (var rate in data.GetProperty("fps_to_start_indices_for_this_wav").EnumerateObject())
        {
            Check(data.GetProperty("mel_frames").GetInt32(), double.Parse(rate.Name, CultureInfo.InvariantCulture), rate.Value);
        }

        foreach (var other in data.GetProperty("other").EnumerateObject())
        {
            var parts = other.Name.Split('_');
            Check(int.Parse(parts[0][1..], CultureInfo.InvariantCulture), double.Parse(parts[1]["fps".Length..], CultureInfo.InvariantCulture), other.Value);
        }
    }

    [Fact]
    public void The_pieces_are_cut_out_of_the_spectrogram()
    {
        var (key, framesPerSecond) = Numbered("audio.mel_chunks_fps");
        var frames = key[(key.IndexOf('[', StringComparison.Ordinal) + 1)..^1].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (expected, mel) = (Numbers.Floats(key), MelSpectrogram.Of(Speech(), default));
        var piece = new float[MelSpectrogram.Bands.Count * Wav2LipGenerator.MelSteps];
        for (var i = 0; i < frames.Length; i++)
        {
            mel.Copy(mel.Start(frames[i], framesPerSecond), piece);
            Farthest(piece, expected.AsSpan(i * piece.Length, piece.Length)).ShouldBeLessThan(Allowed);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(399)]
    [InlineData(2_999)]
    public void A_sound_shorter_than_one_picture_hears_is_followed_by_silence(int samples)
    {
        var mel = MelSpectrogram.Of([.. Enumerable.Repeat(0.25f, samples)], default);

        mel.Steps.ShouldBe(Wav2LipGenerator.MelSteps);
        mel.Start(1000, 25).ShouldBe(0);
        mel.Values.ToArray().ShouldAllBe(value => value >= -4 && value <= 4);
    }

    private static void Check(int steps, double framesPerSecond, JsonElement starts)
    {
        var mel = MelSpectrogram.Of(new float[(steps - 1) * SpeechSpectrum.Hop], default);
        mel.Steps.ShouldBe(steps);
        var expected = starts.EnumerateArray().Select(start => start.GetInt32()).ToArray();
        Enumerable.Range(0, expected.Length).Select(frame => mel.Start(frame, framesPerSecond)).ShouldBe(expected);

        // The reference stops there; a film that lasts as long as its sound hears the end until it ends.
        mel.Start(expected.Length, framesPerSecond).ShouldBe(expected[^1]);
        expected[^1].ShouldBe(steps - Wav2LipGenerator.MelSteps);
    }
}
