using System.Text.Json;
using MySpinBot.Inference.Tests;
using MySpinBot.Language;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Native;

/// <summary>The binding against the library itself: sizes of its structs and the functions that everything else is built on.</summary>
public sealed unsafe class The_library_is_bound_as_it_is
{
    [Fact]
    public void Its_defaults_are_where_our_structs_say()
    {
        LlamaLibrary.EnsureLoaded();

        var model = LlamaNative.DefaultModelParams();
        var context = LlamaNative.DefaultContextParams();

        (model.Split, model.LoadMode, model.UsesExtraBuffers, model.VocabularyOnly).ShouldBe((LlamaSplit.Layer, LlamaLoadMode.Auto, (byte)1, (byte)0));
        (context.Context, context.Batch, context.MicroBatch, context.Sequences).ShouldBe((512u, 2048u, 512u, 1u));
        (context.RopeScaling, context.Pooling, context.Keys, context.Values).ShouldBe((-1, LlamaPooling.FromModel, GgmlType.F16, GgmlType.F16));
        LlamaNative.TextOf(LlamaNative.Version()).ShouldNotBeNullOrEmpty();
        ((int)LlamaNative.MaxSequences()).ShouldBe(256);
    }

    [Fact]
    public void A_model_loads_and_writes_by_it()
    {
        LlamaLibrary.EnsureLoaded();
        var parameters = LlamaNative.DefaultModelParams();
        using var model = LlamaNative.LoadModel(RealModels.File("llm/stories260K-f32.gguf"), parameters);
        model.IsInvalid.ShouldBeFalse();
        var settings = LlamaNative.DefaultContextParams();
        (settings.Threads, settings.BatchThreads) = (1, 1);
        using var context = LlamaNative.CreateContext(model, settings);
        int[] token = [LlamaNative.BeginToken(LlamaNative.VocabularyOf(model))];
        using var chain = LlamaNative.NewChain(LlamaNative.DefaultChainParams());
        chain.Add(LlamaNative.NewGreedy());
        var written = new List<int>();
        while (written.Count < 32)
        {
            fixed (int* to = token)
            {
                LlamaNative.Decode(context, new LlamaBatch { Count = 1, Tokens = to }).ShouldBe(0);
            }

            token[0] = LlamaNative.Sample(chain, context, -1);
            written.Add(token[0]);
        }

        using var golden = JsonDocument.Parse(File.ReadAllText(RealModels.File("golden/golden_stories260K_greedy.json")));
        written.ShouldBe(golden.RootElement.GetProperty("token_ids").EnumerateArray().Skip(1).Take(32).Select(id => id.GetInt32()));
        LlamaNative.LastPosition(LlamaNative.MemoryOf(context), 0).ShouldBe(31);
    }

    [Fact]
    public void What_it_says_when_it_fails_is_heard()
    {
        LlamaLibrary.EnsureLoaded();
        using var heard = LlamaLog.Listen();

        using var model = LlamaNative.LoadModel("/there/is/no/such.gguf", LlamaNative.DefaultModelParams());

        model.IsInvalid.ShouldBeTrue();
        heard.Errors.ShouldContain("such.gguf");
    }
}
