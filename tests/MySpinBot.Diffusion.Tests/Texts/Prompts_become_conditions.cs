using MySpinBot.Checkpoints;
using MySpinBot.Diffusion.Tests.Making;
using MySpinBot.Diffusion.Tests.Networks;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion.Tests.Texts;

/// <summary>A small text encoder with CLIP's whole vocabulary, on a real shelf: chunks, weights, skipped layers, learnt words, memory.</summary>
public sealed class Prompts_become_conditions(Prompts_become_conditions.TinyEncoder tiny) : IClassFixture<Prompts_become_conditions.TinyEncoder>
{
    private static readonly ClipTextConfig Config = ClipTextShapes.Tiny();

    [Fact]
    public async Task Each_chunk_of_a_long_prompt_has_vectors_of_its_own()
    {
        await using var call = new WeightedCall();
        using var encoding = await TextEncoding.OpenAsync(Encoder(call), call, call.Cancellation);
        var one = await encoding.EncodeAsync("a cat on a mat", call.Cancellation);
        var many = await encoding.EncodeAsync(string.Join(' ', Enumerable.Repeat("cat dog", 400)), call.Cancellation);
        (one.Text.Batch, one.Text.Tokens, one.Text.Width).ShouldBe((1, 77, Config.Width));
        one.Pooled!.Width.ShouldBe(Config.Width);

        // 800 tokens in chunks of 75: more than go through the network at once.
        many.Text.Tokens.ShouldBe(11 * 77);
        Chunk(many, 1).SequenceEqual(Chunk(many, 3)).ShouldBeTrue();
        call.Notes["dtype"].ShouldBe("float32");
        call.Models.Ledgers[0].Reserved.ShouldBeGreaterThan(0);
        encoding.Dispose();
        call.Models.Ledgers[0].Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task A_weight_moves_a_word_away_from_no_text()
    {
        await using var call = new WeightedCall();
        using var encoding = await TextEncoding.OpenAsync(Encoder(call), call, call.Cancellation);
        var (plain, heavy, none) = (await encoding.EncodeAsync("a cat", call.Cancellation), await encoding.EncodeAsync("a (cat:1.5)", call.Cancellation), await encoding.EncodeAsync("", call.Cancellation));
        for (var i = 0; i < plain.Text.Values.Length; i++)
        {
            var (z, empty) = (plain.Text.Values[i], none.Text.Values[i]);
            heavy.Text.Values[i].ShouldBe(i / Config.Width == 2 ? ((z - empty) * 1.5f) + empty : z, 2e-6f);
        }

        heavy.Pooled!.Values.ToArray().ShouldBe(plain.Pooled!.Values.ToArray());
    }

    [Fact]
    public async Task Layers_are_skipped_in_one_session()
    {
        await using var call = new WeightedCall();
        var encoder = Encoder(call);
        using var last = await TextEncoding.OpenAsync(encoder, call, call.Cancellation);
        var resident = call.Models.Ledgers[0].Resident;
        using var before = await TextEncoding.OpenAsync(encoder with { StopAtLayer = -2 }, call, call.Cancellation);
        using var beyond = await TextEncoding.OpenAsync(encoder with { StopAtLayer = -24 }, call, call.Cancellation);
        var (whole, skipped, unknown) = (await last.EncodeAsync("a cat", call.Cancellation), await before.EncodeAsync("a cat", call.Cancellation), await beyond.EncodeAsync("a cat", call.Cancellation));
        Seen.Farthest(whole.Text.Values, skipped.Text.Values).ShouldBeGreaterThan(0.01);

        // More layers than there are mean the last; the whole text in one vector is always told by the last.
        unknown.Text.Values.ToArray().ShouldBe(whole.Text.Values.ToArray());
        skipped.Pooled!.Values.ToArray().ShouldBe(whole.Pooled!.Values.ToArray());
        call.Models.Ledgers[0].Resident.ShouldBe(resident);
    }

    [Theory]
    [InlineData(".safetensors", "emb_params")]
    [InlineData(".safetensors", "clip_l")]
    [InlineData(".safetensors", "<toy>")]
    public async Task A_learnt_word_stands_where_it_is_named(string extension, string tensor)
    {
        await using var call = new WeightedCall();
        var encoder = Encoder(call);
        using var weights = Checkpoint.Open(tiny.File);
        var cat = (int)ClipMerges.Usual().Vocabulary.IdOf("cat</w>")!;
        var vector = weights.ReadFloats("text_model.embeddings.token_embedding.weight").AsSpan(cat * Config.Width, Config.Width);
        var path = new MemoryTensors().Add(tensor, vector, 1, Config.Width).Write(tiny.Folder.Sub($"toy{extension}"));
        call.PutNamed("embeddings", $"words/toy{extension}", path);

        using var encoding = await TextEncoding.OpenAsync(encoder, call, call.Cancellation);
        var (said, learnt) = (await encoding.EncodeAsync("a (cat:1.2), dog", call.Cancellation), await encoding.EncodeAsync("a (embedding:toy:1.2), dog", call.Cancellation));
        learnt.Text.Values.ToArray().ShouldBe(said.Text.Values.ToArray());
        call.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_learnt_word_that_is_not_there_or_does_not_fit_counts_for_nothing()
    {
        await using var call = new WeightedCall();
        call.PutNamed("embeddings", "wide.safetensors", new MemoryTensors().Add("emb_params", new float[2 * 5], 2, 5).Write(tiny.Folder.Sub("wide.safetensors")));
        using var encoding = await TextEncoding.OpenAsync(Encoder(call), call, call.Cancellation);
        var (plain, missing, wide) = (await encoding.EncodeAsync("a cat", call.Cancellation), await encoding.EncodeAsync("a embedding:missing cat", call.Cancellation), await encoding.EncodeAsync("a cat embedding:wide", call.Cancellation));
        missing.Text.Values.ToArray().ShouldBe(plain.Text.Values.ToArray());
        wide.Text.Values.ToArray().ShouldBe(plain.Text.Values.ToArray());
        call.Messages.ShouldContain(message => message.Contains("embedding:missing", StringComparison.Ordinal));
        call.Messages.ShouldContain(message => message.Contains("no vectors of 32 numbers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_tells_a_prompt_from_another_of_the_same_words_is_the_content_of_their_files()
    {
        await using var call = new WeightedCall();
        (await LearntWords.PrintAsync("a cat", call.Weights, call.Cancellation)).ShouldBe("");
        string Write(string file, float value) => new MemoryTensors().Add("emb_params", [value], 1, 1).Write(tiny.Folder.Sub(file));
        call.PutNamed("embeddings", "toy.pt", Write("one.pt", 1));
        var (one, unknown) = (await LearntWords.PrintAsync("embedding:toy, cat", call.Weights, call.Cancellation), await LearntWords.PrintAsync(null, call.Weights, call.Cancellation));
        call.PutNamed("embeddings", "toy.pt", Write("two.pt", 2));
        (await LearntWords.PrintAsync("embedding:toy, cat", call.Weights, call.Cancellation)).ShouldNotBe(one);
        (await LearntWords.PrintAsync(null, call.Weights, call.Cancellation)).ShouldNotBe(unknown);
        one.ShouldStartWith("toy=");
    }

    [Fact]
    public async Task An_encoder_that_knows_fewer_words_is_refused()
    {
        await using var call = new WeightedCall();
        var encoder = Encoder(call);
        var small = encoder with { Towers = [encoder.Towers[0] with { Network = Config with { Vocabulary = 1000 } }] };
        (await Should.ThrowAsync<NodeFailure>(() => TextEncoding.OpenAsync(small, call, call.Cancellation))).Message.ShouldContain("knows 1000 tokens");
        (await Should.ThrowAsync<NodeFailure>(() => TextEncoding.OpenAsync(encoder with { Absence = "There is none." }, call, call.Cancellation))).Message.ShouldBe("There is none.");
    }

    [Fact]
    public void What_a_file_lacks_is_named_when_it_is_loaded()
    {
        var file = tiny.Folder.Sub("lacking.safetensors");
        new RenamedTensors(new RandomWeights(ClipTextShapes.Of(Config with { Vocabulary = 100 })), name => name.Contains("layers.1.mlp.fc2.weight", StringComparison.Ordinal) ? null : name).Write(file);
        Should.Throw<CheckpointException>(() => TextEncoderFile.Read(file, new WeightFile("text_encoders", ContentId.Of([1]), 1))).Message.ShouldContain("text_model.encoder.layers.1.mlp.fc2.weight");
        var other = new MemoryTensors().Add("encoder.conv_in.weight", new float[27], 1, 3, 3, 3).Write(tiny.Folder.Sub("other.safetensors"));
        Should.Throw<CheckpointException>(() => TextEncoderFile.Read(other, new WeightFile("text_encoders", ContentId.Of([1]), 1))).Message.ShouldContain("has no text encoder of CLIP in it");
    }

    private TextEncoder Encoder(WeightedCall call) => TextEncoderFile.Read(tiny.File, call.Put(tiny.File, "text_encoders"));

    private static ReadOnlySpan<float> Chunk(Condition condition, int index) => condition.Text.Values.Slice(index * 77 * Config.Width, 77 * Config.Width);

    /// <summary>A file that all of these tests read.</summary>
    public sealed class TinyEncoder : IDisposable
    {
        public TinyEncoder() => File = new RandomWeights(ClipTextShapes.Of(Config)).Halved().Write(Folder.Sub("text.safetensors"));

        public string File { get; }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
