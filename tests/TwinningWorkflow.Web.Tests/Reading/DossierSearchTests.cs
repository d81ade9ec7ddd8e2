using Microsoft.EntityFrameworkCore;
using TwinningWorkflow.Web.Database;
using TwinningWorkflow.Web.Reading;
using Xunit;

namespace TwinningWorkflow.Web.Tests.Reading;

public sealed class DossierSearchTests(Postgres postgres)
{
    [Theory]
    [InlineData(Provider.Sqlite)]
    [InlineData(Provider.Postgres)]
    public async Task A_city_is_found_whatever_the_case_of_its_letters(Provider provider)
    {
        await using var store = await TestStore.CreateAsync(postgres, provider);
        await using var database = store.Database();
        await database.Dossiers.ExecuteUpdateAsync(row => row.SetProperty(it => it.PartnerCity, "Évry"));

        foreach (var words in (string[])["Évry", "évry", "ÉVRY", "vry"])
        {
            var query = new DossierQuery(TestStore.Authority, words, "", 0, 10);
            var (found, total) = await new DossierSearch(database, store.Catalog).FindAsync(query, default);
            Assert.Equal((1, "Évry"), (total, Assert.Single(found).Dossier.PartnerCity));
        }
    }
}
