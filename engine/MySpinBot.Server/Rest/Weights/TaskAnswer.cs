using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Weights.Tasks;

namespace MySpinBot.Server.Rest.Weights;

/// <summary>Tasks as answers.</summary>
internal static class TaskAnswer
{
    /// <summary>One.</summary>
    public static Task OneAsync(HttpContext context, WeightTask task, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, status, task, static (writer, told) => WeightJson.WriteTask(writer, told));
    }

    /// <summary>All that are remembered.</summary>
    public static Task ManyAsync(HttpContext context, IReadOnlyList<WeightTask> tasks, string name)
    {
        new Parameters(context).Check();
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (tasks, name), static (writer, told) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(told.name);
            foreach (var task in told.tasks)
            {
                WeightJson.WriteTask(writer, task);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
