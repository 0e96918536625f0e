using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Tasks;

namespace MySpinBot.Server.Rest.Weights;

/// <summary>Checks of models: each is read to its end, which may take minutes.</summary>
internal sealed class VerificationRoutes(WeightTasks tasks)
{
    private const string Act = "verify";
    private const int MostOfABody = 1 << 14;

    /// <summary>POST /models/verifications: one model, those of a kind, or all.</summary>
    public async Task BeginAsync(HttpContext context)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostOfABody));
        var (kind, name) = (fields.Text("kind", 255), fields.Text("name", 1_000));
        if (name is not null && kind is null && fields.Faults.Count == 0)
        {
            fields.Faults.Add(new Fault("missing_field", "Say in 'kind' of what kind the model is.") { Field = "/kind" });
        }

        fields.Check();
        var task = tasks.Verify(context.Owner(), Files(kind, name));
        context.Response.Headers.Location = $"{Addresses.Root}/models/verifications/{task.Id:D}";
        await TaskAnswer.OneAsync(context, task, StatusCodes.Status202Accepted);
    }

    /// <summary>GET /models/verifications.</summary>
    public Task ListAsync(HttpContext context) => TaskAnswer.ManyAsync(context, tasks.Of(context.Owner(), Act), "verifications");

    /// <summary>GET /models/verifications/{id}.</summary>
    public Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        return TaskAnswer.OneAsync(context, tasks.Find(context.Owner(), Act, Requests.Word(context, "id")));
    }

    /// <summary>POST /models/verifications/{id}/cancel.</summary>
    public Task CancelAsync(HttpContext context) => TaskAnswer.OneAsync(context, tasks.Cancel(tasks.Find(context.Owner(), Act, Requests.Word(context, "id"))));

    private IReadOnlyList<WeightFile> Files(string? kind, string? name)
    {
        if (kind is not null && name is not null)
        {
            return [WeightRoutes.Find(tasks.Store, kind, name)];
        }

        return kind is null || tasks.Store.IsKind(kind) ? tasks.Store.List(kind)
            : throw new ServerRefusal(RefusalKind.Missing, "no_such_kind", $"There is no kind of models {Core.Sentences.Shown.Name(kind)}.{new Core.Sentences.NearestNames().Ask(kind, tasks.Store.Kinds)}");
    }
}
