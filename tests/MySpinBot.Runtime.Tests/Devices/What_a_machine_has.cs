using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Devices;

namespace MySpinBot.Runtime.Tests.Devices;

public sealed class What_a_machine_has
{
    private static readonly HostFacts Host = new("Test", 2, [], 100, 50, 40);

    [Fact]
    public async Task Without_accelerators_there_is_the_processor()
    {
        var survey = await Look([new Told("nvml", null), new Told("cuda", null)], []);

        survey.Accelerators.ShouldBeEmpty();
        survey.Notes.ShouldBeEmpty();
        survey.Providers.First(provider => provider.Name == "cpu").IsThere.ShouldBeTrue();
        survey.Providers.First(provider => provider.Name == "cuda").IsThere.ShouldBeFalse();
        survey.Encoders.ShouldAllBe(encoder => !encoder.Works);
    }

    [Fact]
    public async Task This_machine_answers()
    {
        var survey = await DeviceLook.Around(123 << 20, TimeProvider.System).LookAsync(TestContext.Current.CancellationToken);

        survey.Host.BudgetBytes.ShouldBe(123 << 20);
        survey.Host.Cores.ShouldBe(Environment.ProcessorCount);
        survey.Host.MemoryBytes.ShouldBeGreaterThan(0);
        survey.Providers.Select(provider => provider.Name).ShouldBe(["cpu", "cuda", "rocm", "vulkan"]);
    }

    [Fact]
    public async Task The_first_source_that_finds_something_counts()
    {
        var first = new AcceleratorFacts("cuda:0", "H200", "nvidia", "cuda");
        var survey = await Look([new Told("nvml", []), new Told("cuda", [first]), new Told("nvidia-smi", [first with { FoundBy = "nvidia-smi" }])], [new AcceleratorFacts("card0", "NVIDIA 0x2335", "nvidia", "drm"), new AcceleratorFacts("card1", "AMD", "amd", "drm")]);

        survey.Accelerators.Select(found => found.FoundBy).ShouldBe(["cuda", "drm"]);
        survey.Accelerators[1].Vendor.ShouldBe("amd");
    }

    [Fact]
    public async Task A_card_without_its_driver_is_named_with_what_to_do()
    {
        var survey = await Look([new Told("nvml", null)], [new AcceleratorFacts("card0", "NVIDIA 0x2335", "nvidia", "drm")]);

        survey.Accelerators.ShouldHaveSingleItem().Device.ShouldBe("card0");
        survey.Notes.ShouldHaveSingleItem().ShouldContain("install NVIDIA's driver");
    }

    [Fact]
    public async Task A_source_that_fails_is_named_and_the_next_is_asked()
    {
        var survey = await Look([new Broken(), new Told("cuda", [new AcceleratorFacts("cuda:0", "H200", "nvidia", "cuda")])], []);

        survey.Accelerators.ShouldHaveSingleItem().Name.ShouldBe("H200");
        survey.Notes.ShouldHaveSingleItem().ShouldBe("broken could not be asked: It is odd.");
    }

    [Fact]
    public void The_table_of_nvidia_smi_is_read()
    {
        var found = NvidiaSmiReader.Parse("0, NVIDIA H200, 143771, 143000, 570.86.15, 9.0, 00000000:1B:00.0\n1, GRID, [N/A], [N/A], 570.86.15, [N/A], [N/A]\nnonsense\n");

        found[0].ShouldBe(new AcceleratorFacts("cuda:0", "NVIDIA H200", "nvidia", "nvidia-smi") { MemoryBytes = 143771L << 20, FreeBytes = 143000L << 20, Driver = "570.86.15", Compute = "9.0", Bus = "0000:1b:00.0" });
        found[1].ShouldBe(new AcceleratorFacts("cuda:1", "GRID", "nvidia", "nvidia-smi") { Driver = "570.86.15" });
        found.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_kernels_cards_are_read()
    {
        using var folder = new TemporaryFolder();
        folder.Write("card0/device/vendor", "0x1002\n");
        folder.Write("card0/device/device", "0x744c\n");
        folder.Write("card0/device/uevent", "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0\n");
        folder.Write("card0/device/mem_info_vram_total", "1000\n");
        folder.Write("card0/device/mem_info_vram_used", "300\n");
        folder.Write("card0-HDMI-A-1/device/vendor", "0x1002\n");
        folder.Write("card1/status", "nothing");

        (await new DrmReader(folder.Path).ReadAsync(_ => { }, TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldHaveSingleItem()
            .ShouldBe(new AcceleratorFacts("card0", "AMD 0x744c", "amd", "drm") { MemoryBytes = 1000, FreeBytes = 700, Driver = "amdgpu", Bus = "0000:03:00.0" });
        (await new DrmReader(folder.Sub("none")).ReadAsync(_ => { }, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task The_program_of_NVIDIA_is_run_where_it_is_there()
    {
        using var folder = new TemporaryFolder();
        var program = folder.Write("nvidia-smi", "#!/bin/sh\necho '0, NVIDIA T4, 15360, 15000, 535.1, 7.5, 00000000:00:1E.0'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (await new NvidiaSmiReader(program, TimeProvider.System).ReadAsync(_ => { }, TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldHaveSingleItem().Name.ShouldBe("NVIDIA T4");
        (await new NvidiaSmiReader(null, TimeProvider.System).ReadAsync(_ => { }, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private static Task<DeviceSurvey> Look(IReadOnlyList<IAcceleratorReader> nvidia, IReadOnlyList<AcceleratorFacts> cards)
        => new DeviceLook(nvidia, new Told("drm", cards), new HardwareEncoders(null, TimeProvider.System), () => Host, TimeProvider.System).LookAsync(TestContext.Current.CancellationToken);

    private sealed class Told(string name, IReadOnlyList<AcceleratorFacts>? found) : IAcceleratorReader
    {
        public string Name => name;

        public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation) => Task.FromResult(found);
    }

    private sealed class Broken : IAcceleratorReader
    {
        public string Name => "broken";

        public Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation) => throw new BadImageFormatException("It is odd.");
    }
}
