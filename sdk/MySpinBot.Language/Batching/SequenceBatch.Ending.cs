using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <content>How sequences end, and the thread.</content>
internal sealed partial class SequenceBatch
{
    private void FailAll(IReadOnlyList<StepPart> step, StepFailure failure)
    {
        _schedule.TakeBack();
        for (var index = 0; index < step.Count; index++)
        {
            var generation = (Generation)step[index].Sequence;
            generation.Close(new NodeFailure(failure.Message, failure));
            _done.Add(generation);
        }

        EndDone();
    }

    private void EndDone()
    {
        foreach (var generation in _done)
        {
            End(generation);
        }

        _done.Clear();
    }

    private void End(Generation generation)
    {
        if (!generation.HasEnded)
        {
            generation.HasEnded = true;
            _schedule.End(generation);
            generation.Close();
            generation.Dispose();
            lock (_gate)
            {
                _requests--;
            }
        }
    }

    private void Close(Exception? failure)
    {
        var fault = failure;
        failure ??= new NodeFailure("The model was put away while it was asked; ask again.") { Code = "model_busy" };
        lock (_gate)
        {
            _fault = fault;
            _stops = true;
            while (_work.TryDequeue(out var work))
            {
                work.Fail(failure);
            }

            while (_joining.TryDequeue(out var joins))
            {
                _schedule.Add(joins);
            }
        }

        foreach (var sequence in _schedule.Running.Concat(_schedule.Waiting).ToArray())
        {
            var generation = (Generation)sequence;
            generation.Close(failure);
            generation.Dispose();
        }

        _context.Dispose();
        _ended.SetResult();
    }
}
