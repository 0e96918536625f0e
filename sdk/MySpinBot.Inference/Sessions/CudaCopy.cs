using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Sdk;

namespace MySpinBot.Inference;

/// <summary>Brings numbers from an NVIDIA device. ONNX Runtime's API copies between devices for plugin providers only, so CUDA's runtime is asked, which the provider has loaded. (cudaMemcpy of the CUDA Runtime API.)</summary>
internal static unsafe class CudaCopy
{
    private const int Success = 0;
    private const int DeviceToHost = 2;

    private static readonly Lazy<nint> Runtime = new(() => CudaLibraries.Open(CudaLibraries.Runtime) is var handle and not 0
        ? handle : throw new NodeFailure($"CUDA's runtime ({CudaLibraries.Runtime}) is not there any more; {CudaLibraries.HowToGetThem}"));

    /// <summary>Copies a whole tensor; waits for what computes it.</summary>
    internal static void ToHost(OrtValue value, Span<byte> host, DeviceId device)
    {
        var choose = (delegate* unmanaged[Cdecl]<int, int>)NativeLibrary.GetExport(Runtime.Value, "cudaSetDevice");
        var copy = (delegate* unmanaged[Cdecl]<void*, void*, nuint, int, int>)NativeLibrary.GetExport(Runtime.Value, "cudaMemcpy");
        fixed (byte* to = host, from = value.GetTensorMutableRawData())
        {
            var error = choose(CudaLibraries.Index(device));
            error = error == Success ? copy(to, from, (nuint)host.Length, DeviceToHost) : error;
            if (error != Success)
            {
                throw new NodeFailure($"A result could not be brought from {device}: CUDA says error {error}.");
            }
        }
    }
}
