using Microsoft.AspNetCore.Http;
using MySpinBot.Server.Answers;
using MySpinBot.Server.Rest.Asking;
using MySpinBot.Server.Security;
using MySpinBot.Server.Weights.Pulling;
using MySpinBot.Server.Weights.Tasks;

namespace MySpinBot.Server.Rest.Weights;

/// <summary>Pulls of models.</summary>
internal sealed class PullRoutes(WeightTasks tasks)
{
    private const string Act = "pull";
    private const int MostOfABody = 1 << 15;

    /// <summary>POST /models/pulls.</summary>
    public async Task BeginAsync(HttpContext context)
    {
        var fields = BodyFields.Read(await RequestBody.ReadJsonAsync(context, MostOfABody));
        var wish = new PullWish
        {
            Name = fields.Text("name", 100),
            Url = fields.Text("url", 4_096),
            Kind = fields.Text("kind", 255),
            File = fields.Text("file", 1_000),
            Sha256 = fields.Text("sha256", 64),
            AcceptsLicence = fields.Flag("accept_licence") is true,
            Updates = fields.Flag("update") is true,
        };
        fields.Check();
        var task = tasks.Pull(context.Owner(), wish);
        context.Response.Headers.Location = $"{Addresses.Root}/models/pulls/{task.Id:D}";
        await TaskAnswer.OneAsync(context, task, StatusCodes.Status202Accepted);
    }

    /// <summary>GET /models/pulls.</summary>
    public Task ListAsync(HttpContext context) => TaskAnswer.ManyAsync(context, tasks.Of(context.Owner(), Act), "pulls");

    /// <summary>GET /models/pulls/{id}.</summary>
    public Task ShowAsync(HttpContext context)
    {
        new Parameters(context).Check();
        return TaskAnswer.OneAsync(context, tasks.Find(context.Owner(), Act, Requests.Word(context, "id")));
    }

    /// <summary>POST /models/pulls/{id}/cancel.</summary>
    public Task CancelAsync(HttpContext context) => TaskAnswer.OneAsync(context, tasks.Cancel(tasks.Find(context.Owner(), Act, Requests.Word(context, "id"))));
}
