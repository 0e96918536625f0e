using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Weights of a model in memory, with its vocabulary and its adapters. Contexts are made over it; it stays until the last of them has gone.</summary>
internal sealed class LlamaWeights : IDisposable
{
    private readonly AdapterHandle[] _adapters;
    private readonly float[] _scales;

    private LlamaWeights(GgufModelFile file, LlamaOptions options, LlamaPlacement placement, ModelHandle handle, AdapterHandle[] adapters)
    {
        (File, Options, Handle, _adapters) = (file, options, handle, adapters);
        _scales = [.. options.Adapters.Select(adapter => (float)adapter.Scale)];
        Vocabulary = new Vocabulary(handle);
        var cutsNot = LlamaNative.IsRecurrent(handle) != 0 || LlamaNative.IsHybrid(handle) != 0 || LlamaNative.Window(handle) > 0;
        Facts = new LlamaFacts(file.Architecture, options.Context, file.TrainedContext, LlamaNative.OutputWidth(handle), Template(handle, null))
        {
            Name = file.Values.Text("general.name"),
            ToolTemplate = Template(handle, "tool_use"),
            Device = placement.Device.Id,
            Layers = (placement.Layers, file.Layers),
            CanShare = file.Writes && !cutsNot,
            Writes = file.Writes,
        };
    }

    /// <summary>The file that it came from.</summary>
    public GgufModelFile File { get; }

    /// <summary>How it was loaded, with nothing left open: the context is a number.</summary>
    public LlamaOptions Options { get; }

    /// <summary>The library's model.</summary>
    public ModelHandle Handle { get; }

    /// <summary>Its tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>What is known of it.</summary>
    public LlamaFacts Facts { get; }

    /// <summary>Loads weights. Blocks for as long as that takes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How, with the context resolved.</param>
    /// <param name="placement">Where to.</param>
    /// <param name="adapters">Files of the options' adapters.</param>
    /// <param name="progress">Told how far it is, 0 to 1; null for nobody.</param>
    /// <param name="cancellation">Ends it at the next tensor.</param>
    /// <exception cref="NodeFailure">The library refuses the file.</exception>
    public static LlamaWeights Load(GgufModelFile file, LlamaOptions options, LlamaPlacement placement, IReadOnlyList<string> adapters, Action<float>? progress, CancellationToken cancellation)
    {
        LlamaLibrary.EnsureLoaded();
        var handle = Open(file, placement, dry: false, progress, cancellation);
        var loaded = new List<AdapterHandle>();
        try
        {
            foreach (var adapter in adapters)
            {
                loaded.Add(Adapter(file, handle, adapter));
                cancellation.ThrowIfCancellationRequested();
            }

            return new LlamaWeights(file, options, placement, handle, [.. loaded]);
        }
        catch
        {
            loaded.ForEach(adapter => adapter.Dispose());
            handle.Dispose();
            throw;
        }
    }

    /// <summary>A context over these weights, with their adapters.</summary>
    /// <param name="need">What it has to hold.</param>
    /// <param name="threads">Threads that it begins with.</param>
    /// <exception cref="NodeFailure">There is no memory for it, or the model cannot be used so.</exception>
    public unsafe ContextHandle Context(ContextNeed need, int threads)
    {
        using var heard = LlamaLog.Listen();
        var context = LlamaNative.CreateContext(Handle, need.Parameters(Options, threads));
        if (context.IsInvalid)
        {
            throw new NodeFailure($"A memory of {need.Tokens} tokens for '{Path.GetFileName(File.Path)}' could not be made: {(heard.Errors is { Length: > 0 } why ? why : "the library does not say why")}.");
        }

        if (ThreadPoolHandle.Of(Math.Max(threads, Options.Threads > 0 ? Options.Threads : FreeProcessors.OfMachine.Most)) is { } pool)
        {
            context.ComputeWith(pool);
        }

        var adapters = stackalloc nint[_adapters.Length];
        for (var i = 0; i < _adapters.Length; i++)
        {
            adapters[i] = _adapters[i].DangerousGetHandle();
        }

        fixed (float* scales = _scales)
        {
            if (_adapters.Length > 0 && LlamaNative.SetAdapters(context, adapters, (nuint)_adapters.Length, scales) != 0)
            {
                context.Dispose();
                throw new NodeFailure($"The adapters of '{Path.GetFileName(File.Path)}' could not be applied: {heard.Errors}.");
            }
        }

        return context;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var adapter in _adapters)
        {
            adapter.Dispose();
        }

        Handle.Dispose();
    }

    /// <summary>Opens a file in the library.</summary>
    /// <param name="file">The file.</param>
    /// <param name="placement">Where its layers go.</param>
    /// <param name="dry">Whether its weights are left where they are: then it can be measured, and nothing be computed.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NodeFailure">The library refuses it.</exception>
    internal static unsafe ModelHandle Open(GgufModelFile file, LlamaPlacement placement, bool dry, Action<float>? progress, CancellationToken cancellation)
    {
        var watch = GCHandle.Alloc(new Watch(progress, cancellation));
        var devices = stackalloc nint[2] { placement.Device.Pointer, 0 };
        try
        {
            using var heard = LlamaLog.Listen();
            var parameters = LlamaNative.DefaultModelParams();
            parameters.Devices = devices;
            (parameters.Split, parameters.DeviceLayers) = (LlamaSplit.None, placement.Layers);
            parameters.Progress = &Watched;
            parameters.ProgressData = GCHandle.ToIntPtr(watch);
            parameters.AllocatesNothing = (byte)(dry ? 1 : 0);
            parameters.LoadMode = dry ? LlamaLoadMode.Read : LlamaLoadMode.Auto;
            parameters.ChecksTensors = (byte)(dry ? 0 : 1);
            var handle = LlamaNative.LoadModel(file.Path, parameters);
            if (!handle.IsInvalid)
            {
                return handle;
            }

            handle.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw Refused(file, heard.Errors);
        }
        finally
        {
            watch.Free();
        }
    }

    private static AdapterHandle Adapter(GgufModelFile file, ModelHandle model, string path)
    {
        GgufAdapterFile.Check(path, file);
        using var heard = LlamaLog.Listen();
        var adapter = LlamaNative.LoadAdapter(model, path);
        adapter.Hold(model);
        return !adapter.IsInvalid ? adapter : throw new NodeFailure($"The adapter '{Path.GetFileName(path)}' does not go with '{Path.GetFileName(file.Path)}': {heard.Errors}.");
    }

    private static NodeFailure Refused(GgufModelFile file, string said)
    {
        var name = Path.GetFileName(file.Path);
        return said.Contains("unknown model architecture", StringComparison.Ordinal)
            ? new NodeFailure($"'{name}' is of the architecture '{file.Architecture}', which this build of llama.cpp does not know; a later one may.")
            : new NodeFailure($"'{name}' cannot be loaded: {(said.Length > 0 ? said : "the library does not say why")}.");
    }

    private static unsafe string? Template(ModelHandle handle, string? name) => LlamaNative.TextOf(LlamaNative.ChatTemplate(handle, name));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte Watched(float part, nint data) => (byte)(((Watch)GCHandle.FromIntPtr(data).Target!).Goes(part) ? 1 : 0);

    private sealed class Watch(Action<float>? progress, CancellationToken cancellation)
    {
        internal bool Goes(float part)
        {
            progress?.Invoke(part);
            return !cancellation.IsCancellationRequested;
        }
    }
}
