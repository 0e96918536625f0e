using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using MySpinBot.Checkpoints;

namespace MySpinBot.Inference;

/// <content>Runs.</content>
public sealed partial class OnnxSession
{
    /// <summary>Runs the model. Blocks; nodes call it from their own thread.</summary>
    /// <param name="inputs">What the run brings, by name; on any device.</param>
    /// <param name="cancellation">Ends it within one operator; the session stays good.</param>
    /// <returns>What it gives, by name, on the session's device; the caller disposes them.</returns>
    /// <exception cref="ArgumentException">An input is missing, too many, or not of its type and shape.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device had no room; try less at once.</exception>
    public IReadOnlyDictionary<string, Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Within([.. inputs.Values], () => Bound(inputs, null, cancellation));
    }

    /// <summary>As <see cref="Run(IReadOnlyDictionary{string,Tensor},CancellationToken)"/>, into tensors that are there: nothing is allocated.</summary>
    /// <param name="inputs">What the run brings.</param>
    /// <param name="outputs">Room for what it gives, by name; what is not wanted may be left out.</param>
    /// <param name="cancellation">Ends it within one operator.</param>
    /// <exception cref="ArgumentException">An input is missing, or something is not of its type and shape.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device had no room; try less at once.</exception>
    public void Run(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Tensor> outputs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        _ = Within([.. inputs.Values, .. outputs.Values], () => Bound(inputs, outputs, cancellation));
    }

    // Keeps the session and the tensors until the run has ended, whoever disposes them meanwhile.
    private T Within<T>(Tensor[] tensors, Func<T> run)
    {
        ObjectDisposedException.ThrowIf(!_uses.TryBegin(), this);
        var begun = 0;
        try
        {
            for (; begun < tensors.Length; begun++)
            {
                ObjectDisposedException.ThrowIf(!tensors[begun].Uses.TryBegin(), tensors[begun]);
            }

            return run();
        }
        finally
        {
            for (var i = 0; i < begun; i++)
            {
                tensors[i].Uses.End();
            }

            _uses.End();
        }
    }

    private Dictionary<string, Tensor> Bound(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, Tensor>? outputs, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RunCheck.Check(Model, inputs, outputs);
        using var binding = _session.CreateIoBinding();
        foreach (var (name, tensor) in inputs)
        {
            binding.BindInput(name, tensor.Value);
        }

        foreach (var output in Model.Outputs)
        {
            if (outputs is null)
            {
                binding.BindOutputToDevice(output.Name, _memory);
            }
            else if (outputs.TryGetValue(output.Name, out var room))
            {
                binding.BindOutput(output.Name, room.Value);
            }
        }

        Run(binding, Form(inputs), cancellation);
        return outputs is null ? Taken(binding) : [];
    }

    private int Form(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var form = default(HashCode);
        form.Add(RuntimeHelpers.GetHashCode(this));
        foreach (var (name, tensor) in inputs)
        {
            form.Add(name, StringComparer.Ordinal);
            foreach (var size in tensor.Shape)
            {
                form.Add(size);
            }
        }

        return form.ToHashCode();
    }

    private void Run(OrtIoBinding binding, int form, CancellationToken cancellation)
    {
        using var options = SessionOptionsOf.Run(Device);
        HostMemory.RunBegins(form);
        try
        {
            using (cancellation.Register(static options => ((RunOptions)options!).Terminate = true, options))
            {
                binding.SynchronizeBoundInputs();
                _session.RunWithBinding(options, binding);
                binding.SynchronizeBoundOutputs();
            }
        }
        catch (Exception fault) when (OnnxFault.IsOf(fault))
        {
            cancellation.ThrowIfCancellationRequested();
            throw OnnxFault.IsOutOfMemory(fault) ? new OutOfDeviceMemoryException($"{Device.Id} has no room for this run of {Model.Title}: {OnnxFault.Said(fault)}", fault)
                : new MySpinBot.Sdk.NodeFailure($"ONNX Runtime cannot run {Model.Title}: {OnnxFault.Said(fault)}", fault);
        }
        finally
        {
            HostMemory.RunEnds();
        }
    }

    // The list owns its values, so each is taken out of it once a tensor owns it.
    private Dictionary<string, Tensor> Taken(OrtIoBinding binding)
    {
        var values = (IList<OrtValue?>)binding.GetOutputValues();
        Dictionary<string, Tensor> results = [];
        try
        {
            for (var i = 0; i < Model.Outputs.Length; i++)
            {
                results.Add(Model.Outputs[i].Name, new ValueTensor(values[i]!, Device.Id));
                values[i] = null;
            }

            return results;
        }
        catch
        {
            // Whatever it was: what was taken is nobody's.
            foreach (var tensor in results.Values)
            {
                tensor.Dispose();
            }

            throw;
        }
        finally
        {
            ((IDisposable)values).Dispose();
        }
    }
}
