using MySpinBot.Sdk;

namespace MySpinBot.Inference.Tests;

public sealed class Choosing_a_device
{
    private const string Fault = "libcublasLt.so.13 is missing; install CUDA 13.";

    [Theory]
    [InlineData("cpu", "cpu,cuda:0", "cpu")]
    [InlineData("auto", "cpu", "cpu")]
    [InlineData("auto", "cpu,cuda:0,cuda:1", "cuda:0")]
    [InlineData("cuda", "cpu,cuda:0", "cuda:0")]
    [InlineData("cuda:1", "cpu,cuda:0,cuda:1", "cuda:1")]
    public void What_was_asked_for_is_taken(string wanted, string ledgers, string expected)
    {
        var device = ComputeDevice.Choose(Ledgers(ledgers), wanted, () => null);
        device.Id.Name.ShouldBe(expected);
        device.Provider.ShouldBe(expected == "cpu" ? ComputeProvider.Cpu : ComputeProvider.Cuda);
        device.Note.ShouldBeNull();
    }

    [Fact]
    public void Auto_falls_back_to_the_processor_and_says_why()
    {
        var device = ComputeDevice.Choose(Ledgers("cpu,cuda:0"), "auto", () => Fault);
        device.ShouldBe(ComputeDevice.Cpu);
        device.Note.ShouldBe($"cuda:0 is there, but the processor computes: {Fault}");
    }

    [Fact]
    public void Cuda_that_does_not_work_is_told_in_a_sentence()
        => Told("cuda", "cpu,cuda:0", Fault).ShouldBe($"cuda was asked for and cuda:0 is there, but it cannot be used: {Fault}");

    [Fact]
    public void A_device_that_is_not_there_is_told_with_those_that_are()
        => Told("cuda:3", "cpu,cuda:0", null).ShouldBe("cuda:3 was asked for, but the ledger lists cpu, cuda:0 only; `myspinbot doctor` says what was found.");

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    public void What_is_no_device_is_refused(string wanted) => Told(wanted, "cpu", null).ShouldContain("is no device that models run on");

    [Fact]
    public void Cuda_is_not_looked_for_where_the_ledger_lists_no_device_for_it()
        => ComputeDevice.Choose(Ledgers("cpu"), "auto", () => throw new InvalidOperationException("looked")).ShouldBe(ComputeDevice.Cpu);

    [Fact]
    public void The_first_library_that_is_missing_is_named_with_the_way_to_get_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "CUDA is used on Linux only.");
        var folder = Directory.CreateTempSubdirectory("cuda").FullName;
        CudaLibraries.Missing(folder, _ => 1).ShouldNotBeNull().ShouldContain("MYSPINBOT_CUDA=1");
        File.WriteAllText(Path.Join(folder, "libonnxruntime_providers_shared.so"), "");
        File.WriteAllText(Path.Join(folder, "libonnxruntime_providers_cuda.so"), "");
        CudaLibraries.Missing(folder, _ => 0).ShouldNotBeNull().ShouldContain("libcuda.so.1");
        CudaLibraries.Missing(folder, name => name == "libcudnn.so.9" ? 0 : 1).ShouldBe($"libcudnn.so.9 is missing; {CudaLibraries.HowToGetThem}");
        CudaLibraries.Missing(folder, _ => 1).ShouldBeNull();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Cuda_here_is_refused_by_ONNX_Runtime_itself_up_to_the_library_that_is_missing()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "There is an NVIDIA device.");
        var cuda = new ComputeDevice(new DeviceId("cuda:0"), ComputeProvider.Cuda);
        Should.Throw<NodeFailure>(() => OnnxSession.Load(OnnxModel.FromFile(Upscaler.File), cuda, TestContext.Current.CancellationToken)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldStartWith("ONNX Runtime cannot load 'realesr-animevideov3.onnx': "), message => message.ShouldContain("libonnxruntime_providers"));
    }

    [Fact]
    public void Settings_of_CUDA_follow_the_ledger_and_what_is_asked_of_exactness()
    {
        var cuda = new ComputeDevice(new DeviceId("cuda:1"), ComputeProvider.Cuda);
        var usual = SessionOptionsOf.Cuda(cuda, OnnxSessionOptions.Usual);
        usual["device_id"].ShouldBe("1");
        usual["arena_extend_strategy"].ShouldBe("kSameAsRequested");
        usual["use_tf32"].ShouldBe("1");
        usual.ShouldNotContainKey("gpu_mem_limit");
        var exact = SessionOptionsOf.Cuda(cuda, new OnnxSessionOptions { IsExact = true, DeviceMemoryLimit = 5L << 30 });
        exact["use_tf32"].ShouldBe("0");
        exact["gpu_mem_limit"].ShouldBe("5368709120");
    }

    private static List<DeviceLedger> Ledgers(string names) => [.. names.Split(',').Select(name => new DeviceLedger(new DeviceId(name), 100, 0, 0))];

    private static string Told(string wanted, string ledgers, string? fault) => Should.Throw<NodeFailure>(() => ComputeDevice.Choose(Ledgers(ledgers), wanted, () => fault)).Message;
}
