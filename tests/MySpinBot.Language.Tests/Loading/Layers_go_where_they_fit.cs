using MySpinBot.Language.Tests.Making;
using MySpinBot.Runtime.Tests;
using MySpinBot.Sdk;
using Shouldly;
using Xunit;

namespace MySpinBot.Language.Tests.Loading;

/// <summary>Devices and layers, as far as that can be decided without an accelerator.</summary>
public sealed class Layers_go_where_they_fit
{
    private static readonly LlamaDevice Card = new(new DeviceId("cuda:0"), "a card", 1);

    [Theory]
    [InlineData("CUDA0", "cuda:0")]
    [InlineData("CUDA12", "cuda:12")]
    [InlineData("Vulkan1", "vulkan:1")]
    [InlineData("CPU", null)]
    [InlineData("0", null)]
    public void The_librarys_names_are_the_ledgers(string library, string? ours) => LlamaDevice.NameOf(library).ShouldBe(ours);

    [Fact]
    public void The_first_device_that_both_know_is_taken_and_else_the_processor()
    {
        LlamaPlacing.DeviceOf(null, Ledgers("cpu", "cuda:0"), () => [Card]).ShouldBe(Card);
        LlamaPlacing.DeviceOf(null, Ledgers("cpu", "cuda:0"), () => []).ShouldBe(LlamaDevice.Cpu);
        LlamaPlacing.DeviceOf(null, Ledgers("cpu"), () => throw new InvalidOperationException("nobody asks")).ShouldBe(LlamaDevice.Cpu);
        LlamaPlacing.DeviceOf("cpu", Ledgers("cpu", "cuda:0"), () => [Card]).ShouldBe(LlamaDevice.Cpu);
        Should.Throw<NodeFailure>(() => LlamaPlacing.DeviceOf("cuda:0", Ledgers("cpu", "cuda:0"), () => [])).Message.ShouldContain("has no backend for it");
        Should.Throw<NodeFailure>(() => LlamaPlacing.DeviceOf("cuda:1", Ledgers("cpu", "cuda:0"), () => [Card])).Message.ShouldContain("the ledger lists cpu, cuda:0 only");
    }

    [Theory]
    [InlineData(33, 33)]
    [InlineData(32, 32)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(17, 17)]
    public void As_many_layers_as_fit_are_found(int room, int expected)
    {
        var asked = 0;

        LlamaPlacing.MostThatFits(33, layers =>
        {
            asked++;
            return layers <= room;
        }).ShouldBe(expected);

        asked.ShouldBeLessThan(8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weights_are_counted_where_they_lie(bool isTied)
    {
        using var folder = new TemporaryFolder();
        var file = GgufModelFile.Read(RandomModels.Llama(LlamaShape.Tiny with { IsTied = isTied }).Write(folder.Sub("made.gguf")));
        long On(int layers) => LlamaPlacing.WeightsOnDevice(file, new LlamaPlacement(Card, layers));
        long Of(string start) => file.Tensors.Where(tensor => tensor.Name.StartsWith(start, StringComparison.Ordinal)).Sum(tensor => tensor.Bytes!.Value);

        On(0).ShouldBe(0);
        On(1).ShouldBe(Of("output") + (isTied ? Of("token_embd") : 0));
        On(2).ShouldBe(On(1) + Of("blk.1."));
        On(3).ShouldBe(On(2) + Of("blk.0."));
        On(3).ShouldBe(isTied ? file.Bytes : file.Bytes - Of("token_embd"));
    }

    [Fact]
    public void What_the_log_says_of_a_device_is_told_from_what_is_the_hosts()
    {
        using var folder = new TemporaryFolder();
        var file = GgufModelFile.Read(RandomModels.Llama(LlamaShape.Tiny).Write(folder.Sub("made.gguf")));
        var measure = LlamaMeasure.Of("a log", file, new LlamaOptions(), new LlamaPlacement(Card, 2));

        var (device, host) = measure.Read([.. new[]
        {
            "llama_kv_cache: layer   0: dev = CPU", "llama_kv_cache: layer   1: dev = CUDA0",
            "llama_kv_cache: size =   10.00 MiB (  2048 cells,   2 layers,  8/1 seqs), K (f16):    5.00 MiB, V (f16):    5.00 MiB",
            "sched_reserve:      CUDA0 compute buffer size =    30.50 MiB", "sched_reserve:  CUDA_Host compute buffer size =     7.00 MiB",
            "llama_context:        CPU  output buffer size =     1.00 MiB",
        }.Select(text => new LlamaLine(LlamaLogLevel.Info, text))]);

        device.ShouldBe((long)(35.5 * (1 << 20)) + (64 << 10));
        host.ShouldBe((13L << 20) + (64 << 10));
    }

    private static DeviceLedger[] Ledgers(params ReadOnlySpan<string> names)
    {
        var ledgers = new List<DeviceLedger>();
        foreach (var name in names)
        {
            ledgers.Add(new DeviceLedger(new DeviceId(name), 1L << 30, 0, 0));
        }

        return [.. ledgers];
    }
}
