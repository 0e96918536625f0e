using System.Runtime.CompilerServices;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Weights;
using MySpinBot.Server.Weights.Tasks;

namespace MySpinBot.Server.Hub;

/// <summary>Pulls of models for all who watch them.</summary>
internal sealed class WeightNews
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Bell _bell = new();
    private readonly WeightTasks _tasks;
    private readonly TimeProvider _time;

    public WeightNews(WeightTasks tasks, ServerOptions options)
    {
        (_tasks, _time) = (tasks, options.Time);
        tasks.Changed += _bell.Ring;
    }

    /// <summary>An owner's pulls that have not ended, now and whenever they have changed; one that ends comes once more.</summary>
    public async IAsyncEnumerable<RawJson> WatchAsync(string owner, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (HashSet<Guid> open = []; ;)
        {
            var change = _bell.Next;
            var told = _tasks.Of(owner, "pull").Where(task => !task.HasEnded || open.Contains(task.Id)).ToList();
            open = [.. told.Where(task => !task.HasEnded).Select(task => task.Id)];
            yield return new RawJson(JsonAnswer.Bytes(told, static (writer, tasks) =>
            {
                writer.WriteStartArray();
                foreach (var task in tasks)
                {
                    WeightJson.WriteTask(writer, task);
                }

                writer.WriteEndArray();
            }));
            await change.WaitAsync(cancellation);
            await Task.Delay(Pace, _time, cancellation);
        }
    }
}
